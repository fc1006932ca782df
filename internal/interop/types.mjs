// Holds JSON files against Slack's own types: each has a message or a view, {"message": …} or {"view": …}, or several of
// them in a list. types.mjs FILE… wants all to fit; types.mjs --wrong FILE… wants none to. Schemas are made from the types
// when it runs.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const schema = createGenerator({
  path: fileURLToPath(new URL('shapes.ts', import.meta.url)),
  skipTypeCheck: true,
  additionalProperties: false,
}).createSchema('*');

// Slack's reference has the offset of a list, by which its numbers begin later; the types leave it out.
schema.definitions.RichTextList.properties.offset = { type: 'number' };

const checker = new ajv.Ajv({ allErrors: true, strict: false }).addSchema({ $id: 'slack', ...schema });
const shape = (name) => checker.getSchema(`slack#/definitions/${name}`);

// Each type of block by its own definition, so that what is wrong is not lost among all the blocks it might have been.
const blocks = new Map();
for (const { $ref } of schema.definitions.KnownBlock.anyOf) {
  const name = decodeURIComponent($ref.split('/').pop());
  const { properties, anyOf } = schema.definitions[name];
  blocks.set((properties ?? anyOf[0].properties).type.const, name);
}

// The errors that are deepest within say most.
function worst(errors, at) {
  const depth = Math.max(...errors.map((e) => e.instancePath.length));
  const texts = errors.filter((e) => e.instancePath.length === depth).map((e) => {
    const what = e.params.additionalProperty ?? e.params.allowedValue ?? e.params.allowedValues?.join(', ') ?? '';
    return `${at}${e.instancePath} ${e.message} ${what}`.trim();
  });
  return [...new Set(texts)].slice(0, 4);
}

function check(name, value, at) {
  const fits = shape(name);
  return fits(value) ? [] : worst(fits.errors, at);
}

function problems({ message, view }) {
  const whole = message ?? view;
  if (!whole) return ['has neither a message nor a view'];
  const name = message ? 'Message' : { modal: 'Modal', home: 'Home' }[view.type];
  if (!name) return [`/view/type is ${view.type}`];
  const at = message ? '/message' : '/view';
  const found = check(name, whole.blocks ? { ...whole, blocks: [] } : whole, at);
  for (const [i, block] of (whole.blocks ?? []).entries()) {
    const where = `${at}/blocks/${i}`;
    const kind = blocks.get(block?.type);
    found.push(...(kind ? check(kind, block, where) : [`${where} is of no type that there is: ${block?.type}`]));
  }
  return found;
}

const given = process.argv.slice(2);
const wrong = given[0] === '--wrong';
const files = wrong ? given.slice(1) : given;
let checked = 0;
let failed = 0;
for (const file of files) {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  for (const [i, one] of (Array.isArray(content) ? content : [content]).entries()) {
    const found = problems(one);
    checked += 1;
    if (wrong === found.length > 0) continue;
    failed += 1;
    const where = `${basename(file)}, ${one.why ?? `number ${i + 1}`}`;
    console.error(wrong ? `${where}: it fits, and should not` : `${where}:\n  ${found.join('\n  ')}`);
  }
}
console.log(`${checked} ${wrong ? 'wrong ' : ''}messages and views held against @slack/types: ${failed} amiss`);
process.exit(failed > 0 || checked === 0 ? 1 : 0);
