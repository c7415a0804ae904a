import type { CheckedLetter } from '../../src/core/checking/checkedLetter.ts';
import { elementsOf } from '../../src/core/checking/letterElements.ts';
import type { Config } from '../../src/core/config.ts';
import { formatIssue } from '../../src/core/issueFile.ts';
import type { Issue } from '../../src/core/issue.ts';
import { messageFor } from '../../src/core/message.ts';
import { renderIssue } from '../../src/core/render/renderIssue.ts';
import type { TemplateFiles } from '../../src/core/render/templates.ts';
import { preferencesUrl, unsubscribeUrl } from '../../src/core/token.ts';
import { letterOf } from '../../src/flow/letter.ts';
import { confirmedReader, secret } from './newsletter.ts';
import { sampleConfig, sampleIssue } from './sampleIssue.ts';
import { shippedTemplates } from './templateFiles.ts';

/** A letter made for one reader, ready to be checked. */
export async function checkedLetter({
  issue = sampleIssue(),
  config = sampleConfig(),
  templates = shippedTemplates(),
  past = [],
}: {
  readonly issue?: Issue;
  readonly config?: Config;
  readonly templates?: TemplateFiles;
  readonly past?: readonly Issue[];
} = {}): Promise<CheckedLetter> {
  const reader = confirmedReader(1);
  const letter = letterOf(issue, await renderIssue(issue, config, templates), config);
  const message = messageFor(letter, reader, secret, new Date('2026-11-22T06:00:00Z'));
  return {
    config,
    issue,
    draft: formatIssue(issue, ''),
    draftName: 'issues/2026-W47/issue.md',
    message,
    elements: elementsOf(message.html),
    ownUrls: [
      unsubscribeUrl(config.baseUrl, reader.id, secret),
      preferencesUrl(config.baseUrl, reader.id, secret),
    ],
    past,
    confirmation: null,
    readers: 1,
    isLoopback: true,
  };
}
