import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { amount, rounds, withFolder, type Bench } from '../bench.ts';
import { writeReaders } from '../benchFolder.ts';
import { finding, plain, type Finding } from '../finding.ts';
import { alternating, inProcessOfItsOwn, median, type Cost } from '../processes.ts';

/** What `work/import` is told: to read the file with the parser alone, or to take its people over. */
export interface ImportWork {
  readonly folder: string;
  readonly file: string;
  readonly isParserAlone: boolean;
}

/** P13: taking over an export, until it is on disk, beside reading the same file with the CSV parser alone; and its memory. */
export async function importing(bench: Bench): Promise<readonly Finding[]> {
  return withFolder(bench.folder, async (folder) => {
    const [few, many] = [amount(bench, 10_000), amount(bench, 100_000)];
    await writeFile(join(folder, 'few.csv'), sampleExport(few));
    await writeFile(join(folder, 'many.csv'), sampleExport(many));
    const count = rounds(bench, 5);
    const work = (file: string, isParserAlone: boolean) => async (): Promise<Cost> => {
      await writeReaders(folder, 0);
      return inProcessOfItsOwn<Cost>('import', { folder, file, isParserAlone });
    };
    const { parser, ours, small } = await alternating(count, {
      parser: work('many.csv', true),
      ours: work('many.csv', false),
      small: work('few.csv', false),
    });
    const seconds = (runs: readonly Cost[]): number => median(runs.map((run) => run.seconds));
    const peak = (runs: readonly Cost[]): number => median(runs.map((run) => run.peakMB));
    return [
      finding(
        'P13',
        `import of ${plain(many)} rows beside the CSV parser alone`,
        seconds(ours) / seconds(parser),
        { atMost: 5 },
        {
          how: `${plain(seconds(ours))} s : ${plain(seconds(parser))} s; ${count} rounds`,
          figures: { rounds: count, parser, ours },
        },
      ),
      finding(
        'P13',
        `its peak RSS beside ${plain(few)} rows`,
        peak(ours) / peak(small),
        { atMost: 1.5 },
        {
          how: `${plain(peak(ours))} MB : ${plain(peak(small))} MB; the parser alone ${plain(peak(parser))} MB`,
          figures: { small },
        },
      ),
    ];
  });
}

/** An audience as Mailchimp exports it: half confirmed twice, the others not. */
function sampleExport(rows: number): string {
  const header =
    'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n';
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = `20${String(12 + (index % 14))}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
    const time = `${String(index % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
    const confirmed = `"${day} ${time}:${index % 2 === 0 ? '59' : '01'}"`;
    return `reader${index}@example.org,Jörg,Beispiel,2,"${day} ${time}:01",192.0.2.${index % 256},${confirmed},192.0.2.${index % 256},47.6614,-122.2930,-8,-7,Europe/Berlin,DE,BE,"${day} ${time}:59",${index},aaaaaaaa${index},,"""Leser"""\n`;
  });
  return header + lines.join('');
}
