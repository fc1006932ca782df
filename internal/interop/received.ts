// What an app receives, by the types of Slack's own client. Slack sends more than they name.
import type { BlockAction, EnvelopedEvent, GlobalShortcut, MessageShortcut, SlashCommand, ViewClosedAction, ViewSubmitAction } from '@slack/bolt';
import type {
  AppHomeOpenedEvent, AppMentionEvent, ChannelIDChangedEvent, ChannelSharedEvent, FileShareMessageEvent, GenericMessageEvent,
  MemberJoinedChannelEvent, MessageChangedEvent, MessageDeletedEvent, SharedChannelInviteAcceptedEvent,
} from '@slack/types';

type Enveloped<Event> = Omit<EnvelopedEvent, 'event'> & { event: Event };

export interface Received {
  message: Enveloped<GenericMessageEvent>;
  message_from_elsewhere: Enveloped<FileShareMessageEvent>;
  message_direct: Enveloped<GenericMessageEvent>;
  message_of_the_bot: Enveloped<GenericMessageEvent>;
  message_changed: Enveloped<MessageChangedEvent>;
  message_deleted: Enveloped<MessageDeletedEvent>;
  app_mention: Enveloped<AppMentionEvent>;
  app_home_opened: Enveloped<AppHomeOpenedEvent>;
  member_joined_channel: Enveloped<MemberJoinedChannelEvent>;
  channel_shared: Enveloped<ChannelSharedEvent>;
  channel_id_changed: Enveloped<ChannelIDChangedEvent>;
  shared_channel_invite_accepted: Enveloped<SharedChannelInviteAcceptedEvent>;
  command: SlashCommand;
  block_actions_on_a_message: BlockAction;
  block_actions_in_a_window: BlockAction;
  view_submission_in_a_window: ViewSubmitAction;
  view_closed_in_a_window: ViewClosedAction;
  shortcut: GlobalShortcut;
  message_action: MessageShortcut;
}
