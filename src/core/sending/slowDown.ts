import type { OutcomeRecord } from './delivery.ts';
import { NewsletterError } from '../errors.ts';
import type { PaceLimits } from './pace.ts';

/** How a run gets on with its server (R21): how often its speed was halved, and what came in a row since. */
export interface Tempo {
  readonly halvings: number;
  readonly acceptances: number;
  /** Requests to slow down, and connections that broke, since the last acceptance. */
  readonly setbacks: number;
}

/** As fast as the settings allow. */
export const fullTempo: Tempo = { halvings: 0, acceptances: 0, setbacks: 0 };

/** Slower than this is no pace any more: at most 1/64. */
const mostHalvings = 6;
/** So many acceptances in a row earn the last halving back. */
const acceptancesToRecover = 20;
/** So many setbacks in a row mean everybody; going on would only put off the whole list. */
const setbacksToStop = 5;
/** What counts as the pace where no limit is set. */
const usualPerSecond = 10;
/** However often the server asks, one message leaves in half a minute. */
const leastPerSecond = 1 / 30;

/** The server asked for patience: half as fast from here on. */
export function afterSlowDown({ halvings, setbacks }: Tempo): Tempo {
  return { halvings: Math.min(halvings + 1, mostHalvings), acceptances: 0, setbacks: setbacks + 1 };
}

/** A connection broke; that alone is no reason to be slower. */
export function afterBreak({ halvings, setbacks }: Tempo): Tempo {
  return { halvings, acceptances: 0, setbacks: setbacks + 1 };
}

/** A letter was accepted; after enough of them the run is faster again, step by step. */
export function afterAcceptance({ halvings, acceptances }: Tempo): Tempo {
  const isRecovered = halvings > 0 && acceptances + 1 >= acceptancesToRecover;
  return {
    halvings: isRecovered ? halvings - 1 : halvings,
    acceptances: isRecovered ? 0 : acceptances + 1,
    setbacks: 0,
  };
}

/** Whether the server wants nobody's letter now. */
export function isHopeless({ setbacks }: Tempo): boolean {
  return setbacks >= setbacksToStop;
}

/** How long to leave the server alone after it asked for patience. */
export function restMs({ halvings }: Tempo): number {
  return ([10, 30][halvings - 1] ?? 60) * 1000;
}

/** How many connections are open at once; never none. */
export function connectionsAt({ halvings }: Tempo, most: number): number {
  return Math.max(1, Math.floor(most / 2 ** halvings));
}

/** The limits of the settings, slowed down; never faster than they are. */
export function limitsAt({ halvings }: Tempo, limits: PaceLimits): PaceLimits {
  if (halvings === 0) return limits;
  const set = Math.min(limits.perSecond || usualPerSecond, limits.perMinute / 60 || Infinity);
  const slowed = Math.max(set / 2 ** halvings, leastPerSecond);
  return { ...limits, perSecond: limits.perSecond === 0 ? slowed : Math.min(slowed, limits.perSecond) };
}

/** Why a run ends that got nowhere; nobody is blamed, and who was not tried yet waits. */
export function standstill(
  { code, reply }: Pick<OutcomeRecord, 'code' | 'reply'>,
  server: string,
): NewsletterError {
  if (code === null) {
    return new NewsletterError(
      'smtp.unreachable',
      {
        de: `Die Verbindung zu ${server} ist ${setbacksToStop}-mal nacheinander abgebrochen, zuletzt: ${reply}`,
        en: `The connection to ${server} broke ${setbacksToStop} times in a row, the last time with: ${reply}`,
      },
      {
        hint: {
          de: 'Wer noch wartet, bekommt den Brief mit dem nächsten Lauf. Bleibt es dabei: Netz, Firewall und die Statusseite des Anbieters prüfen.',
          en: 'Who still waits gets the letter with the next run. If it stays so: check network, firewall and the status page of your provider.',
        },
      },
    );
  }
  return new NewsletterError(
    'smtp.refused',
    {
      de: `${server} nimmt gerade von niemandem etwas an und bittet um Geduld: ${reply}`,
      en: `${server} accepts nothing for anybody right now and asks for patience: ${reply}`,
    },
    {
      hint: {
        de: 'Wer noch wartet, bekommt den Brief später. Bleibt es dabei: die Grenzen des Anbieters als delivery.perMinute, perHour oder perDay eintragen.',
        en: 'Who still waits gets the letter later. If it stays so: enter the limits of your provider as delivery.perMinute, perHour or perDay.',
      },
    },
  );
}
