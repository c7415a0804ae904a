// Plain JavaScript, so that the worker runs the very same file from source, in tests and from dist without a loader.
import { parseFeed } from 'feedsmith';
import { basesOf, normalizedFeed, outsideData, rootTag } from './normalizeFeed.mjs';
import { findXmlFault } from './xmlFault.mjs';

/**
 * @typedef {import('./feedDocument.ts').ParsedFeed} ParsedFeed
 * @typedef {{ ok: true, parsed: ParsedFeed, bases: readonly string[] }
 *   | { ok: false, reason: 'empty' | 'doctype' | 'page' | 'unknown' }
 *   | { ok: false, reason: 'broken', line: number | undefined, detail: string | undefined }} ParseReply
 */

/**
 * What a text is: a feed as feedsmith reads it, or why it is none.
 *
 * @param {string} text
 * @returns {ParseReply}
 */
export function parseText(text) {
  const start = normalizedFeed(text.replace(/^\uFEFF/, '').trimStart());
  if (start === '') return { ok: false, reason: 'empty' };
  const opening = rootTag(start);
  if (/^<(?:!doctype\s+html|(?:html|head|body|title|meta|script|div|h1|p)\b)/i.test(opening))
    return { ok: false, reason: 'page' };
  // A DOCTYPE can define entities that grow without bound; no feed needs one.
  if (/^<!doctype/i.test(opening)) return { ok: false, reason: 'doctype' };
  const isXml = opening.startsWith('<');
  try {
    const parsed = parseFeed(start);
    // feedsmith forgives a post that is never closed, and loses the ones behind it.
    if (isXml && hasOpenPost(start))
      return { ok: false, reason: 'broken', ...(findXmlFault(text) ?? cutOffAt(text)) };
    if (!hasContainer(start)) return { ok: false, reason: 'unknown' };
    // feedsmith reads a feed that was cut off without a word, and posts would be missing.
    if (isXml && isCutOff(start, opening)) return { ok: false, reason: 'broken', ...cutOffAt(text) };
    return { ok: true, parsed, bases: isXml ? basesOf(start) : [] };
  } catch (error) {
    return refusal(error, text, isXml, isXml && (hasOpenPost(start) || isCutOff(start, opening)));
  }
}

/**
 * @param {unknown} error
 * @param {string} text
 * @param {boolean} isXml
 * @param {boolean} isUnfinished
 * @returns {ParseReply}
 */
function refusal(error, text, isXml, isUnfinished) {
  const name = error instanceof Error ? error.name : '';
  if (isUnfinished) return { ok: false, reason: 'broken', ...(findXmlFault(text) ?? cutOffAt(text)) };
  // A feed without title and posts is nothing to feedsmith, but to us an empty list.
  if (name === 'ParseError' && hasContainer(text))
    return { ok: true, parsed: { format: 'rss', feed: {} }, bases: [] };
  const fault = isXml ? findXmlFault(text) : jsonFault(text);
  if (name === 'DetectError' && fault === undefined) return { ok: false, reason: 'unknown' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const detail = fault?.detail ?? (cause instanceof Error ? cause.message : String(cause));
  return { ok: false, reason: 'broken', line: fault?.line, detail };
}

/**
 * Whether there is anything posts could stand in. A bare `<rss/>` is no empty blog but a broken one (R60).
 *
 * @param {string} text
 */
function hasContainer(text) {
  return /<(?:[\w-]+:)?(?:channel|item|entry|title|id)[\s>/]/i.test(text) || /"items"\s*:/.test(text);
}

/**
 * Whether posts begin that never end. HTML that nobody escaped inside them is forgiven, as browsers do.
 *
 * @param {string} text
 */
function hasOpenPost(text) {
  let marks = '';
  outsideData(text, (part) => (marks += part));
  /** @param {RegExp} pattern */
  const count = (pattern) => marks.match(pattern)?.length ?? 0;
  return count(/<(?:item|entry)[\s>]/g) !== count(/<\/(?:item|entry)\s*>/g);
}

/**
 * @param {string} text
 * @param {string} opening
 */
function isCutOff(text, opening) {
  const root = /^<([^\s/>]+)/.exec(opening)?.[1];
  return root !== undefined && !text.includes(`</${root}`) && !/^<[^>]*\/>/.test(opening);
}

/**
 * @param {string} text
 */
function cutOffAt(text) {
  return { line: text.trimEnd().split('\n').length, detail: undefined };
}

/**
 * @param {string} text
 * @returns {{ line: number | undefined, detail: string } | undefined}
 */
function jsonFault(text) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(detail)?.[1];
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
    return { line, detail };
  }
}
