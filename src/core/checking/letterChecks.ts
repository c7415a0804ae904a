import type { Check, CheckStatus } from '../check.ts';
import { checkAnnouncements } from './announcements.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { checkConfirmationMail, type Duties } from './confirmationMail.ts';
import { checkContent } from './content.ts';
import { checkContrast } from './contrast.ts';
import { checkFeaturedBefore } from './featuredBefore.ts';
import { checkFormOfAddress } from './formOfAddress.ts';
import { checkHeadings } from './headings.ts';
import { checkLegalDuties } from './legalDuties.ts';
import { checkLinks, linksOf } from './letterLinks.ts';
import { checkMailPrograms } from './mailPrograms.ts';
import { checkPictures } from './pictures.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkReaders } from './readers.ts';
import { checkReachablePosts } from './reachablePosts.ts';
import { checkSize } from './size.ts';
import { checkSubject } from './subject.ts';
import { checkTwins } from './twins.ts';

/** Everything that can be said against a letter without asking anybody. */
export async function letterChecks(letter: CheckedLetter, duties: Duties | null): Promise<readonly Check[]> {
  const { config, issue, past, confirmation, message, readers } = letter;
  return [
    ...checkPlaceholders(letter),
    ...checkAnnouncements(letter),
    ...checkReachablePosts(letter),
    ...checkLegalDuties(letter),
    ...checkContent(issue),
    ...checkSubject(issue),
    ...checkFormOfAddress(issue, config),
    ...checkFeaturedBefore(issue, past, config),
    ...checkPictures(letter),
    ...checkLinks(linksOf(letter)),
    ...checkSize(letter),
    ...checkTwins(letter),
    ...checkContrast(letter),
    ...checkHeadings(letter),
    ...(await checkMailPrograms(message.html)),
    ...(confirmation && duties ? checkConfirmationMail(confirmation, duties, config) : []),
    ...checkReaders(readers),
  ];
}

const weights: Readonly<Record<CheckStatus, number>> = { error: 0, warning: 1, note: 2, ok: 3 };

/** The worst first; alike ones in their order. */
export function worstFirst(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((one, other) => weights[one.status] - weights[other.status]);
}

/** How many checks ended like this. */
export function countOf(checks: readonly Check[], status: CheckStatus): number {
  return checks.filter((check) => check.status === status).length;
}
