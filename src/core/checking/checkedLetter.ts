import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import type { Message } from '../message.ts';
import type { LetterElement } from './letterElements.ts';

/** A letter as it is looked at before it leaves. */
export interface CheckedLetter {
  readonly config: Config;
  readonly issue: Issue;
  /** issue.md, and how messages name it. */
  readonly draft: string;
  readonly draftName: string;
  /** What a weekly reader without a name would get. */
  readonly message: Message;
  /** The elements of its HTML. */
  readonly elements: readonly LetterElement[];
  /** Its links that belong to one reader alone. */
  readonly ownUrls: readonly string[];
  /** All other issues. */
  readonly past: readonly Issue[];
  /** The mail that asks for a confirmation, with the link that only it may have. */
  readonly confirmation: { readonly message: Message; readonly confirmUrl: string } | null;
  /** How many would get the letter now; null where that cannot be said. */
  readonly readers: number | null;
  /** Whether every mail server is on this machine, where sample settings do no harm. */
  readonly isLoopback: boolean;
}
