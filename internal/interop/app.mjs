// An app as Slack's own client makes it, for internal/cmd/interop-slack, which plays Slack and the people. It says what it
// saw, one line of JSON each with "@ " in front, so that every step can be checked on both sides.
import bolt from '@slack/bolt';

const { App, LogLevel, verifySlackRequest } = bolt;
const mode = process.argv[2];
const env = process.env;

const report = (seen, more = {}) => process.stdout.write(`@ ${JSON.stringify({ seen, ...more })}\n`);

const plain = (text) => ({ type: 'plain_text', text });
const button = (text, action_id, value) => ({ type: 'button', action_id, value, text: plain(text) });
const stances = ['Works for us', 'Not clear'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));

const form = (title) => ({
  type: 'modal',
  callback_id: 'answer',
  notify_on_close: true,
  private_metadata: 'S6',
  title: plain(title),
  submit: plain('Save'),
  close: plain('Cancel'),
  blocks: [
    {
      type: 'input',
      block_id: 'stance',
      dispatch_action: true,
      label: plain('Where you stand'),
      element: { type: 'radio_buttons', action_id: 'stance', options: stances },
    },
    {
      type: 'input',
      block_id: 'words',
      label: plain('In your words'),
      element: { type: 'plain_text_input', action_id: 'words', multiline: true, max_length: 3000 },
    },
  ],
});

const home = (text) => ({
  type: 'home',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    { type: 'actions', elements: [button('Show more', 'more', '1')] },
  ],
});

const app = new App({
  token: env.SLACK_BOT_TOKEN,
  signingSecret: env.SLACK_SIGNING_SECRET,
  appToken: env.SLACK_APP_TOKEN,
  socketMode: mode === 'socket',
  endpoints: ['/slack/events', '/slack/commands', '/slack/interactions'],
  // Answers once the listener is through, so that its failure is a 500 and Slack tries again.
  processBeforeResponse: mode === 'http',
  clientOptions: { slackApiUrl: env.SLACK_API_URL, retryConfig: { retries: 3, minTimeout: 10, maxTimeout: 20 } },
  logLevel: LogLevel.ERROR,
});

const commands = {
  hello: async ({ command, ack, respond }) => {
    await ack(`hello <@${command.user_id}>`);
    await respond({ text: 'and welcome', response_type: 'in_channel' });
  },
  buttons: async ({ command, ack, client }) => {
    await ack();
    await client.chat.postMessage({
      channel: command.channel_id,
      text: 'Shall we?',
      blocks: [{ type: 'actions', elements: [button('Start', 'start', 'P7'), button('Not now', 'later', 'P7')] }],
      metadata: { event_type: 'soundings', event_payload: { key: 'k1' } },
    });
  },
  open: async ({ command, ack, client }) => {
    await ack();
    const { view } = await client.views.open({ trigger_id: command.trigger_id, view: form('Section 6') });
    report('opened', { id: view.id });
  },
  fast: async ({ command, ack, client }) => {
    await ack();
    const began = Date.now();
    await client.chat.postMessage({ channel: command.channel_id, text: 'it took a while' });
    report('waited', { milliseconds: Date.now() - began });
  },
  refused: async ({ ack, client }) => {
    await ack();
    const error = await client.chat.postMessage({ channel: 'C0NONE', text: 'x' }).catch((e) => e);
    report('refused', { code: error.data?.error });
  },
  history: async ({ command, ack, client }) => {
    await ack();
    const keys = [];
    let pages = 0;
    const asked = { channel: command.channel_id, limit: 2, include_all_metadata: true };
    for await (const page of client.paginate('conversations.history', asked)) {
      pages += 1;
      keys.push(...page.messages.map((m) => m.metadata?.event_payload?.key).filter(Boolean));
    }
    report('history', { pages, keys: keys.join(' ') });
  },
  file: async ({ command, ack, client }) => {
    await ack();
    await client.filesUploadV2({
      channel_id: command.channel_id, filename: 'chart.txt', content: 'a chart', initial_comment: 'The chart', alt_text: 'x',
    });
  },
  invite: async ({ ack, client }) => {
    await ack();
    const { channel } = await client.conversations.create({ name: 'acme-care', is_private: true });
    const { invite_id } = await client.conversations.inviteShared({
      channel: channel.id, emails: ['ben@acme.example'], external_limited: false,
    });
    report('invited', { channel: channel.id, invite: invite_id });
  },
};

app.command('/soundings', (args) => commands[args.command.text](args));

app.message('thread, please', async ({ message, say }) => {
  await say({ text: 'in your thread', thread_ts: message.ts });
});

let failed = false;
app.message('fail once', async ({ message, context, say }) => {
  report('tried', { retry: context.retryNum ?? 0, reason: context.retryReason ?? '' });
  if (!failed && mode === 'http') {
    failed = true;
    throw new Error('once, as asked');
  }
  await say({ text: `tried ${context.retryNum ?? 0}`, thread_ts: message.ts });
});

app.event('message', async ({ event, context }) => {
  const { subtype = '', text = '', user_team: team = '' } = event;
  report('message', { subtype, text, team, retry: context.retryNum ?? 0 });
});

app.event('app_mention', async ({ event, say }) => {
  await say({ text: 'you called?', thread_ts: event.ts });
});

app.event('shared_channel_invite_accepted', async ({ event }) => report('accepted', { team: event.accepting_user.team_id }));
app.event('member_joined_channel', async ({ event }) => report('joined', { user: event.user }));

app.action('start', async ({ body, action, ack, client }) => {
  await ack();
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `Started: ${action.value} by <@${body.user.id}>` });
  report('pressed', { team: body.team.id, of: body.user.team_id });
});

app.action('later', async ({ ack, respond }) => {
  await ack();
  await respond({ text: 'Another time, then', replace_original: true });
});

app.action('stance', async ({ body, action, ack, client }) => {
  await ack();
  const { id, hash } = body.view;
  await client.views.update({ view_id: id, hash, view: form(`6: ${action.selected_option.text.text}`) });
});

app.view('answer', async ({ view, ack, client, body }) => {
  const words = view.state.values.words.words.value;
  if (words.length < 5) {
    await ack({ response_action: 'errors', errors: { words: 'A few more words, please' } });
    return;
  }
  await ack();
  await client.chat.postMessage({ channel: 'C1', text: `${body.user.name}: ${words}` });
});

app.view({ callback_id: 'answer', type: 'view_closed' }, async ({ view, ack }) => {
  await ack();
  report('closed', { metadata: view.private_metadata });
});

app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: home('Your engagements') });
});

app.action('more', async ({ body, ack, client }) => {
  await ack();
  await client.views.publish({ user_id: body.user.id, hash: body.view.hash, view: home('All there is') });
});

app.shortcut('anywhere', async ({ shortcut, ack, client }) => {
  await ack();
  await client.views.open({ trigger_id: shortcut.trigger_id, view: form('From anywhere') });
});

app.shortcut('record', async ({ shortcut, ack, respond }) => {
  await ack();
  await respond(`Recorded: ${shortcut.message.text}`);
});

// What Go signed is accepted, and with one letter more it is not.
if (env.SIGNED) {
  const { body, headers } = JSON.parse(env.SIGNED);
  const accepts = (text) => {
    try {
      verifySlackRequest({ signingSecret: env.SLACK_SIGNING_SECRET, body: text, headers });
      return true;
    } catch {
      return false;
    }
  };
  report('signature', { good: accepts(body), altered: accepts(`${body}x`) });
}

const server = await app.start({ port: 0, host: '127.0.0.1' });
report('ready', { port: mode === 'http' ? server.address().port : 0 });
