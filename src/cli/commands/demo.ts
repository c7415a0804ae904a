import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { totalsOf } from '../../core/sending/delivery.ts';
import { formatDate } from '../../core/locale.ts';
import { weekOf } from '../../core/week.ts';
import { diariesFolder } from '../../files/diaries.ts';
import { issuePaths, issuesFolder } from '../../files/issuesFolder.ts';
import { copyFromPackage, copySamplePosts, requireEmptyFolder, writeFiles } from '../../files/newFolder.ts';
import { readConfigFile, readPromptFile, readTemplateFiles } from '../../files/newsletterFolder.ts';
import { subscribersFile } from '../../files/subscribersFile.ts';
import { compose } from '../../flow/compose.ts';
import { send, type SendReport } from '../../flow/send.ts';
import { startLocalServer, type LocalServer } from '../../smtp/localServer.ts';
import { smtpTransport } from '../../smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../smtp/smtpUrl.ts';
import { systemClock } from '../clock.ts';
import type { Output } from '../output.ts';
import { packageRoot } from '../packageRoot.ts';
import { folderOf, type GlobalOptions } from '../settings.ts';
import { deliveriesOf, saySkipped, countsOf } from '../story.ts';

/** The sample reader whose mailbox does not exist. */
const rejectedAddress = 'unbekannt@example.com';

/** `wochenbrief demo`: the whole way from blog to inbox, in a folder of its own, mailing nobody outside. */
export async function demo(options: GlobalOptions, output: Output): Promise<number> {
  const startedAt = Date.now();
  const now = systemClock.now();
  const folder = join(folderOf(options), 'demo', now.toISOString().slice(0, 19).replaceAll(':', '-'));
  await makeSampleFolder(folder, now);
  const config = await readConfigFile(folder);
  output.useLanguage(config.locale);
  const week = weekOf(now, config.schedule.timeZone);
  const issues = issuesFolder(folder);
  const prompts = await readPromptFile(folder, config);
  const { sourcesOf } = await import('../sources.ts');
  const sources = sourcesOf(config, folder);
  const composed = await compose({ week, now, isReplay: false, config, prompts, sources, drafts: issues });

  const server = await startLocalServer({ rejects: (address) => address === rejectedAddress });
  try {
    const run = (): Promise<SendReport> =>
      send({
        week,
        config,
        issues,
        diaries: diariesFolder(folder),
        subscribers: subscribersFile(folder),
        templates: () => readTemplateFiles(folder),
        secrets: [randomBytes(32).toString('base64url')],
        run: randomBytes(6).toString('hex'),
        transport: smtpTransport(parseSmtpUrl(server.url)),
        clock: systemClock,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
    const first = await run();
    const afterFirst = server.received.length;
    const second = await run();
    const afterSecond = server.received.length - afterFirst;
    if (first.stopped) throw first.stopped;
    const letters = await keepLetters(folder, server);
    const paths = issuePaths(folder, week);
    const totals = totalsOf(first.state);
    const figures = {
      folder,
      week,
      subject: composed.issue.subject,
      question: composed.issue.question?.text ?? null,
      posts: composed.issue.posts.map((post) => post.title),
      olderPosts: composed.issue.olderPosts.map((post) => post.title),
      accepted: totals.accepted,
      rejected: totals.rejected,
      skipped: Object.fromEntries(countsOf(first.state.skipped)),
      receivedByServer: afterFirst,
      secondRun: { due: second.due, receivedByServer: afterSecond },
      bytes: { html: await sizeOf(paths.html), text: await sizeOf(paths.text) },
      files: { draft: paths.draft, html: paths.html, text: paths.text, letter: letters[0] ?? null },
      seconds: (Date.now() - startedAt) / 1000,
    };
    tell(
      figures,
      first,
      output,
      server.url,
      formatDate(now.toISOString(), config.locale, config.schedule.timeZone),
    );
    output.document(figures);
    const isAsPromised =
      afterSecond === 0 && second.due === 0 && afterFirst === totals.accepted && totals.rejected === 1;
    return isAsPromised ? 0 : 1;
  } finally {
    await server.stop();
  }
}

async function makeSampleFolder(folder: string, now: Date): Promise<void> {
  await requireEmptyFolder(folder);
  await copyFromPackage(packageRoot, folder, ['prompts.yaml', 'newsletter.yaml', 'schema']);
  await writeFiles(folder, {
    'subscribers.json': await readFile(join(packageRoot, 'subscribers.json'), 'utf8'),
  });
  await copySamplePosts(packageRoot, folder, now);
}

async function keepLetters(folder: string, server: LocalServer): Promise<readonly string[]> {
  const names = server.received.map((_, index) => join('inbox', `${String(index + 1).padStart(2, '0')}.eml`));
  const files = server.received.map((mail, index) => [names[index] ?? '', mail.bytes]);
  await writeFiles(folder, Object.fromEntries(files));
  return names.map((name) => join(folder, name));
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

interface Figures {
  readonly week: string;
  readonly subject: string;
  readonly posts: readonly string[];
  readonly olderPosts: readonly string[];
  readonly accepted: number;
  readonly secondRun: { readonly receivedByServer: number };
  readonly files: {
    readonly draft: string;
    readonly html: string;
    readonly text: string;
    readonly letter: string | null;
  };
  readonly seconds: number;
}

function tell(figures: Figures, report: SendReport, output: Output, server: string, today: string): void {
  const { posts, olderPosts, files } = figures;
  const here = (path: string): string => relative(process.cwd(), path);
  output.say({
    de: `Heute ist der ${today}. Auf dem Beispiel-Blog gab es diese Woche Neues:\n  ${posts.join('\n  ')}\nDazu zum Wiederlesen:\n  ${olderPosts.join('\n  ')}\n`,
    en: `Today is ${today}. The sample blog had news this week:\n  ${posts.join('\n  ')}\nWorth reading again:\n  ${olderPosts.join('\n  ')}\n`,
  });
  output.say({
    de: `Der Brief ${figures.week} fragt: „${figures.subject}“\nGesendet über einen eigenen Mailserver auf diesem Rechner (${server}):`,
    en: `The letter ${figures.week} asks: "${figures.subject}"\nSent through a mail server of its own on this machine (${server}):`,
  });
  output.say(
    `  ${String(figures.accepted).padStart(6)}  ${output.language === 'de' ? 'angenommen' : 'accepted'}`,
  );
  for (const line of deliveriesOf(report.state, ['rejected'])) {
    output.say({ de: `       1  abgewiesen: ${line.detail}`, en: `       1  rejected: ${line.detail}` });
  }
  saySkipped(countsOf(report.state.skipped), output);
  output.say({
    de: `Danach noch einmal „send“: ${figures.secondRun.receivedByServer} Briefe. Niemand bekommt ihn zweimal.\n`,
    en: `Then "send" once more: ${figures.secondRun.receivedByServer} letters. Nobody gets it twice.\n`,
  });
  const labels =
    output.language === 'de' ? ['Entwurf', 'HTML', 'Text', 'Brief'] : ['draft', 'HTML', 'text', 'letter'];
  const paths = [files.draft, files.html, files.text, files.letter ?? ''];
  for (const [index, path] of paths.entries())
    output.say(`  ${(labels[index] ?? '').padEnd(8)} ${here(path)}`);
  output.say({
    de: `\nFertig in ${figures.seconds.toFixed(1)} Sekunden; es läuft nichts weiter.`,
    en: `\nDone in ${figures.seconds.toFixed(1)} seconds; nothing is left running.`,
  });
}
