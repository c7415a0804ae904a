import { NewsletterError, reasonOf } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import type { WeekId } from '../../core/week.ts';
import { makeTestLetter, sendTestLetter, type TestAnswer } from '../testLetter.ts';
import type { OpenDesk } from './openDesk.ts';
import type { RunFault } from './sendRuns.ts';

/** The last test letter of a week that was sent from the desk. */
export interface SentTest {
  /** As it was typed. */
  readonly to: string;
  readonly at: Date;
  /** Null while the server has not answered; a fault where it was not asked. */
  readonly came: { readonly answer: TestAnswer } | { readonly fault: RunFault } | null;
}

/** Sends test letters, of each week one at a time. */
export interface TestLetters {
  /** Resolves once the server has answered, or after a moment. */
  send(desk: OpenDesk, week: WeekId, to: string): Promise<void>;
  of(week: WeekId): SentTest | undefined;
}

/** What test letters are sent with. */
export interface TestLettersOrder {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Told when a server has answered. */
  readonly tell: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** Mostly servers answer sooner. */
const momentMs = 1500;

/** The test letters of one desk. They are remembered as long as it is open. */
export function testLetters({ clock, tell, onFailure }: TestLettersOrder): TestLetters {
  const sent = new Map<WeekId, SentTest>();
  const attempt = async (desk: OpenDesk, week: WeekId, to: string): Promise<SentTest['came']> => {
    try {
      const message = await makeTestLetter({ ...desk, week }, to, desk.clock.now());
      const { transport } = await desk.mailServer();
      return { answer: await sendTestLetter(message, transport) };
    } catch (error) {
      if (error instanceof NewsletterError) return { fault: error };
      onFailure(error);
      const reason = reasonOf(error);
      return { fault: { text: { de: reason, en: reason }, hint: undefined } };
    }
  };
  return {
    async send(desk, week, to) {
      if (sent.get(week)?.came === null) return;
      const begun = { to, at: desk.clock.now(), came: null };
      sent.set(week, begun);
      const answered = (async () => {
        sent.set(week, { ...begun, came: await attempt(desk, week, to) });
        tell();
      })();
      const patience = new AbortController();
      await Promise.race([answered, clock.sleep(momentMs, patience.signal)]);
      patience.abort();
    },
    of: (week) => sent.get(week),
  };
}
