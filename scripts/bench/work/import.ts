// Takes the people of an export over into the list of a folder, or reads it with the CSV parser alone.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { takeOver } from '../../../src/core/import/decideImport.ts';
import { readImportFile } from '../../../src/files/importFile.ts';
import { subscribersFile } from '../../../src/files/subscribersFile.ts';
import { benchSecret } from '../benchFolder.ts';
import type { ImportWork } from '../goals/importing.ts';
import { costs, orderOf, report } from '../processes.ts';

const { folder, file, isParserAlone } = orderOf<ImportWork>();
const path = join(folder, file);
const at = '2026-11-20T19:00:00Z';

const cost = costs();
if (isParserAlone) {
  const parser = parse();
  parser.on('data', () => undefined);
  await pipeline(createReadStream(path), parser);
} else {
  const list = await readImportFile(path, {
    from: undefined,
    timeZone: 'Europe/Berlin',
    at,
    secrets: [benchSecret],
    listPath: join(folder, 'subscribers.json'),
  });
  let people = 0;
  const decide = takeOver(list, {
    origin: `Mailchimp, ${file}`,
    wordingThere: 'importiert aus Mailchimp; Wortlaut dort',
    wordingHere: () => ({ text: 'Ja, ich möchte den Brief.', version: 'abcdef12' }),
    signedUp: (instant) => `dort seit ${instant}`,
    at,
    secrets: [benchSecret],
    newId: () => `person${String(people++).padStart(18, '0')}`,
  });
  await subscribersFile(folder).bringIn(decide);
  list.close();
}
report(cost());
