// The least that a Bolt app does to keep what somebody sent in a window: it
// writes one hash to Redis, which keeps it on disk, and then answers. It is what
// Soundings is measured against.
import { createRequire } from 'node:module';
import net from 'node:net';

const { App, HTTPReceiver } = createRequire(import.meta.url)('@slack/bolt');
const [port, redisPort] = process.argv.slice(2).map(Number);

// One connection to Redis, with answers in the order of the questions.
const waiting = [];
const redis = net.connect(redisPort, '127.0.0.1');
redis.setNoDelay(true);
let rest = '';
redis.on('data', (data) => {
  rest += data.toString('latin1');
  for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
    const line = rest.slice(0, end);
    rest = rest.slice(end + 2);
    const { resolve, reject } = waiting.shift();
    if (line.startsWith('-')) reject(new Error(line));
    else resolve(line);
  }
});

function command(...words) {
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    redis.write(`*${words.length}\r\n${words.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join('')}`);
  });
}

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET,
  endpoints: ['/slack/interactions'],
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-fake', botId: 'B0BOT', botUserId: 'U0BOT' }),
});

app.view('answer', async ({ ack, body, view }) => {
  const fields = [];
  for (const block of Object.values(view.state.values)) {
    for (const [name, field] of Object.entries(block)) {
      fields.push(name, field.value ?? field.selected_option?.value ?? '');
    }
  }
  await command('HSET', `answer:${body.user.id}:${view.id}:${view.hash}`, ...fields);
  await ack();
});

await app.start({ port, host: '127.0.0.1' });
console.log('ready');
