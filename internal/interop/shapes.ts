// What a message and a view may hold, by Slack's own types, with known blocks only: Slack's own unions have a block of any
// type beside them, which lets everything pass.
import type { HomeView, KnownBlock, MessageAttachment, MessageMetadata, ModalView } from '@slack/types';

export interface Message {
  channel?: string;
  text?: string;
  blocks?: KnownBlock[];
  attachments?: MessageAttachment[];
  metadata?: MessageMetadata;
  thread_ts?: string;
  reply_broadcast?: boolean;
  unfurl_links?: boolean;
  unfurl_media?: boolean;
}

type Known<View> = Omit<View, 'blocks'> & { blocks: KnownBlock[] };

export type Modal = Known<ModalView>;
export type Home = Known<HomeView>;
