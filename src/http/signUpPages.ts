import { setTimeout as wait } from 'node:timers/promises';
import { withoutUnsafeCharacters } from '../core/characters.ts';
import type { Config } from '../core/config.ts';
import type { Language } from '../core/errors.ts';
import { formStamp, judgeStamp } from '../core/site/formStamp.ts';
import type { Secrets } from '../core/secret.ts';
import { languageNamed } from '../core/site/pageLanguage.ts';
import type { Archive, Clock } from '../core/ports.ts';
import type { FormFields } from '../core/render/pages.ts';
import { readSignUp, siteOfForm } from '../core/site/signUpForm.ts';
import type { Readers, SignUpForm } from '../flow/readers.ts';
import { failureAnswer } from './failures.ts';
import { readFormBody } from './formBody.ts';
import type { Limits } from './limits.ts';
import {
  comeAgain,
  found,
  problem,
  type Answer,
  type FileAnswer,
  type PageAnswer,
  type Routes,
  type Visit,
} from './visit.ts';

/** What signing up needs. */
export interface SignUpOrder {
  readonly config: Config;
  readonly basePath: string;
  readonly readers: Readers;
  readonly archive: Archive;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'now'>;
  readonly limits: Limits;
}

/** `website` is the honeypot: no person sees it, and bots fill in everything. */
const fieldNames = ['address', 'name', 'shown', 'language', 'website', 'framed'];

/** Longer than a write usually takes, shorter than anybody notices. */
const beatMs = 100;

/** The way onto the list, up to "look into your mailbox". */
export function signUpPages(order: SignUpOrder): Routes {
  const { archive, config } = order;
  const home = async (form: FormFields): Promise<PageAnswer> => {
    const [latest] = config.website.archive ? await archive.list() : [];
    return found({ page: 'home', form, latest: latest ?? null });
  };
  const emptyForm = (site: string | null): FormFields => ({
    address: '',
    name: '',
    shown: stampNow(order, site),
    faults: [],
  });
  return {
    '/': { GET: () => home(emptyForm(null)) },
    '/form': {
      // Who loads a frame says where it stands; who sends its form only names the frame.
      GET: async (visit) => ({
        ...found({ page: 'form', form: emptyForm(siteOf(visit, config)) }),
        isFramed: true,
      }),
    },
    '/subscribe': { POST: (visit) => subscribe(visit, order, home) },
    '/subscribed': {
      GET: async ({ request }) => ({
        ...found({ page: 'mailUnderWay' }),
        isFramed: new URL(request.url).searchParams.has('framed'),
      }),
    },
  };
}

/**
 * Answers a sign-up. Everything up to the limits follows from what was typed alone; behind them the answer is the same
 * for everybody, whoever is on the list (R52).
 */
async function subscribe(
  visit: Visit,
  order: SignUpOrder,
  home: (form: FormFields) => Promise<PageAnswer>,
): Promise<Answer> {
  const body = await readFormBody(visit.request, fieldNames);
  if ('problem' in body) return problem(body.problem, body.status, body.reason);
  const typed = (name: string): string => body.fields.get(name) ?? '';
  const isFramed = typed('framed') !== '';
  const language = languageNamed(typed('language')) ?? visit.language;
  const inSetting = (answer: PageAnswer): PageAnswer => ({ ...answer, isFramed, language });

  const stamp = judgeStamp(typed('shown'), order.secrets, order.clock.now());
  const site = stamp.place ?? siteOf(visit, order.config);
  const freshStamp = stampNow(order, site);

  const read = readSignUp({ address: typed('address'), name: typed('name') });
  if ('faults' in read) {
    const form = {
      address: withoutUnsafeCharacters(typed('address')),
      name: withoutUnsafeCharacters(typed('name')),
      shown: stamp.verdict === 'stampTimely' ? typed('shown') : freshStamp,
      faults: read.faults,
    };
    const page = isFramed ? found({ page: 'form', form }) : await home(form);
    return inSetting({ ...page, status: 422, reason: read.faults.join(' ') });
  }

  // A form on another site has no stamp, and a person may be quick: both get one more look at what they typed.
  const suspicion = typed('website') === '' ? stamp.verdict : 'honeypot';
  if (suspicion !== 'stampTimely') {
    // A young stamp grows old enough, however often somebody impatient clicks.
    const shown = suspicion === 'stampYoung' ? typed('shown') : freshStamp;
    const form = { address: read.address.address, name: read.name ?? '', shown, faults: [] };
    return inSetting({ ...found({ page: 'review', form }), reason: suspicion });
  }

  const form = site ?? `${order.config.baseUrl}${isFramed ? '/form' : '/'}`;
  const outcome = await signUpWithinLimits({ ...read, language, form }, visit, order);
  return 'refused' in outcome
    ? inSetting(outcome.refused)
    : { ...seeSubscribed(order.basePath, language, isFramed), ...outcome };
}

/** Writes a sign-up, or says why not; the reason is for the log alone. */
async function signUpWithinLimits(
  form: SignUpForm,
  { client }: Visit,
  { limits, readers }: SignUpOrder,
): Promise<{ readonly refused: PageAnswer } | { readonly reason?: string }> {
  const admission = await limits.signUp(client, form.address.key);
  if ('waitMs' in admission) return { refused: comeAgain(admission.verdict, admission.waitMs) };
  return onTheBeat(async () => {
    if (admission.verdict === 'unwritten') return { reason: 'tooManyForAddress' };
    try {
      await readers.signUp(form);
      return {};
    } catch (error) {
      await admission.giveBack();
      return { refused: failureAnswer(error) };
    }
  });
}

/**
 * Answers on the next full beat. A new address and a known one are not written in quite the same time, and who asks often
 * enough could tell (R52); the beat hides it, and also whether anything was written at all.
 */
async function onTheBeat<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    await wait(beatMs - ((performance.now() - start) % beatMs));
  }
}
function seeSubscribed(basePath: string, language: Language, isFramed: boolean): FileAnswer {
  const path = `${basePath}/subscribed?lang=${language}${isFramed ? '&framed=1' : ''}`;
  return { body: '', type: 'text/plain', status: 303, headers: { Location: path } };
}

function siteOf({ request }: Visit, config: Config): string | null {
  return siteOfForm(request.headers.get('referer') ?? '', config);
}

function stampNow({ clock, secrets }: SignUpOrder, place: string | null): string {
  return formStamp({ shownAt: clock.now(), place }, secrets[0]);
}
