// Holds adaptive cards against Microsoft's own library, adaptivecards: every card that stands anywhere in the JSON files,
// as an attachment, in a dialog or by itself, has to be read by it without a complaint.
// cards.mjs FILE… checks; cards.mjs --wrong FILE… wants a complaint about each; cards.mjs --html FOLDER FILE… also writes
// a page for each file, on which the library shows its cards much as Teams does.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

const require = createRequire(import.meta.url);
const { AdaptiveCard, HostConfig, SerializationContext, Version } = require('adaptivecards/dist/adaptivecards.js');

// cardsIn gives the cards in a JSON value; one within another is part of that.
function cardsIn(value) {
  if (value === null || typeof value !== 'object') return [];
  if (value.type === 'AdaptiveCard') return [value];
  return Object.values(value).flatMap(cardsIn);
}

function complaints(json) {
  const context = new SerializationContext(new Version(1, 5));
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(host); // Teams shows six buttons in a row, the library by itself five
  card.parse(json, context);
  const found = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  const checked = card.validateProperties();
  return [...found, ...checked.validationEvents.map((e) => e.message)];
}

const host = JSON.parse(readFileSync(new URL('cards.host.json', import.meta.url), 'utf8'));
const given = process.argv.slice(2);
const wrong = given[0] === '--wrong';
const folder = given[0] === '--html' ? given[1] : '';
const files = given.slice(folder ? 2 : wrong ? 1 : 0);
let checked = 0;
let failed = 0;
for (const file of files) {
  for (const [i, card] of cardsIn(JSON.parse(readFileSync(file, 'utf8'))).entries()) {
    checked += 1;
    const found = complaints(card);
    if (wrong === found.length > 0) continue;
    failed += 1;
    console.error(`${file}: card ${i + 1}: ${wrong ? 'nothing is found wrong with it' : found.join('; ')}`);
  }
  if (folder) writePage(file);
}
console.log(`ok  Microsoft's library: ${checked - failed} of ${checked} cards in ${files.length} files are ${wrong ? 'refused' : 'read'}`);
process.exitCode = failed > 0 || (checked === 0 && files.length > 0) ? 1 : 0;

// writePage writes a page that needs nothing from anywhere else.
function writePage(file) {
  const cards = cardsIn(JSON.parse(readFileSync(file, 'utf8')));
  const script = (name) => readFileSync(require.resolve(name), 'utf8').replaceAll('</script', '<\\/script');
  const data = JSON.stringify(cards).replaceAll('<', '\\u003c');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${basename(file, '.json')}.html`), `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${basename(file, '.json')}</title>
<style>
body { background: #f5f5f5; font: 14px/20px "Segoe UI", system-ui, sans-serif; margin: 16px; width: 640px; }
.card { background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; margin-bottom: 16px; }
button { background: #fff; border: 1px solid #d1d1d1; border-radius: 4px; font: 600 14px/20px inherit; padding: 5px 12px; }
button.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
input:not([type=radio]):not([type=checkbox]), textarea, select { border: 1px solid #d1d1d1; border-radius: 4px; box-sizing: border-box; font: inherit; padding: 5px 8px; width: 100%; }
</style></head><body>
<script>${script('adaptivecards/dist/adaptivecards.min.js')}</script>
<script>${script('markdown-it/dist/markdown-it.min.js')}</script>
<script>
const markdown = markdownit({ html: false, linkify: false });
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};
for (const json of ${data}) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(host)});
  card.parse(json);
  const shown = document.createElement('div');
  shown.className = 'card';
  shown.append(card.render());
  document.body.append(shown);
}
document.documentElement.dataset.height = document.body.scrollHeight + 32; // for whoever takes a picture
</script></body></html>
`);
}
