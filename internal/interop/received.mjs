// Holds what our stand-in for Slack sends (internal/fakeslack/testdata) against the types of Slack's own client:
// received.mjs FOLDER. What is null fits anywhere: Slack
// sends it where the types say that a field is optional.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const folder = process.argv[2];
const schema = createGenerator({
  path: fileURLToPath(new URL('received.ts', import.meta.url)),
  type: 'Received',
  skipTypeCheck: true,
  additionalProperties: true,
}).createSchema('Received');
const checker = new ajv.Ajv({ allErrors: true, strict: false }).addSchema({ $id: 'slack', ...schema });

// Where the types ask for more than Slack documents that it sends.
const more = [
  /^\/event\/(message|previous_message)\b/, // they take any kind of message event for what is in an edit, and ask for its fields
  /^\/event\/files\/0\b/, // of files from other organisations Slack tells next to nothing
  /profile must have required property 'email'/, // nor their addresses
  /^ must have required property 'response_url'/, // what is pressed in a window has none
];

const at = (value, path) => path.split('/').slice(1).reduce((inner, key) => inner?.[key], value);

function problems(fits, value) {
  if (fits(value)) return [];
  return fits.errors
    .filter((e) => at(value, e.instancePath) !== null)
    .map((e) => `${e.instancePath} ${e.message}`)
    .filter((text) => !more.some((known) => known.test(text)));
}

let failed = 0;
const kinds = new Set(Object.keys(schema.definitions.Received.properties));
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const kind = file.replace('.json', '');
  const known = kinds.delete(kind);
  const fits = known && checker.getSchema(`slack#/definitions/Received/properties/${kind}`);
  const value = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const texts = known ? problems(fits, value) : ['received.ts does not say what it is'];
  // The check itself is checked: something else in the place of the type must not fit.
  if (known && problems(fits, { ...value, type: 7, command: 7 }).length === 0) texts.push('anything would fit');
  if (texts.length === 0) continue;
  failed += 1;
  console.error(`${file}:\n  ${[...new Set(texts)].slice(0, 8).join('\n  ')}`);
}
for (const kind of kinds) {
  failed += 1;
  console.error(`${kind}: there is no such file`);
}
console.log(`what Slack's stand-in sends held against the types of @slack/bolt: ${failed} amiss`);
process.exit(failed > 0 ? 1 : 0);
