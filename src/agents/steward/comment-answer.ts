import type { ForgeEvent } from '../../domain/forge-event.ts';

export type CommentEvent = Extract<ForgeEvent, { kind: 'comment' }>;

/** What a command came to. `text`: what is said, Markdown; '' where the rocket says enough. */
export interface Answer {
  readonly isDone: boolean;
  readonly text: string;
  /** Identity of what is said, where several comments are answered by one; left out: it is that of the comment. */
  readonly about?: string;
}
