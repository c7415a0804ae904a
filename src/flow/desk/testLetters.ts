import { NewsletterError, reasonOf } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Clock, Transport } from '../../core/ports.ts';
import type { WeekId } from '../../core/week.ts';
import { makeTestLetter, sendTestLetter, type TestAnswer } from '../testLetter.ts';
import type { OpenDesk } from './openDesk.ts';
import type { RunFault } from './sendRuns.ts';

/** The last test letter of a week that was sent from the desk. */
export interface SentTest {
  /** As it was typed. */
  readonly to: string;
  readonly at: Date;
  /** Null while the server has not answered; `mended` once what kept the letter from being handed over is no more. */
  readonly came:
    | { readonly answer: TestAnswer }
    | { readonly fault: RunFault; readonly wasHandedOver: boolean }
    | 'mended'
    | null;
}

/** Sends test letters, of each week one at a time. */
export interface TestLetters {
  /** Resolves once the server has answered, or after a moment. */
  send(desk: OpenDesk, week: WeekId, to: string): Promise<void>;
  /** The last one; a fault that settings were the cause of is told as long as it is there. */
  look(desk: OpenDesk, week: WeekId): Promise<SentTest | undefined>;
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
    let wasHandedOver = false;
    try {
      const { message, transport } = await prepare(desk, week, to);
      wasHandedOver = true;
      return { answer: await sendTestLetter(message, transport) };
    } catch (error) {
      if (error instanceof NewsletterError) return { fault: error, wasHandedOver };
      onFailure(error);
      const reason = reasonOf(error);
      return { fault: { text: { de: reason, en: reason }, hint: undefined }, wasHandedOver };
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
    async look(desk, week) {
      const last = sent.get(week);
      const came = last?.came;
      if (!last || !came || came === 'mended' || !('fault' in came) || came.wasHandedOver) return last;
      const fault = await faultNow(desk, week, last.to);
      if (fault?.text.en === came.fault.text.en) return last;
      // Meanwhile another one may have been sent.
      if (sent.get(week) === last)
        sent.set(week, { ...last, came: fault ? { fault, wasHandedOver: false } : 'mended' });
      return sent.get(week);
    },
  };
}

/** All that comes before the mail server is asked. */
async function prepare(
  desk: OpenDesk,
  week: WeekId,
  to: string,
): Promise<{ readonly message: Message; readonly transport: Transport }> {
  const message = await makeTestLetter({ ...desk, week }, to, desk.clock.now());
  const { transport } = await desk.mailServer();
  return { message, transport };
}

async function faultNow(desk: OpenDesk, week: WeekId, to: string): Promise<RunFault | null> {
  try {
    await prepare(desk, week, to);
    return null;
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
}
