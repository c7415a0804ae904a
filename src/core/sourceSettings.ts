import * as z from 'zod';
import { httpUrl, text } from './configValues.ts';

const allowPrivate = z
  .boolean()
  .default(false)
  .describe('Fetch it even from a private network or this machine.');
const movedFrom = z
  .array(httpUrl)
  .default([])
  .describe('Addresses the blog had before; what was featured from there is not new.');

/** A feed, fetched over HTTP. */
export const feedSource = z.strictObject({
  feed: httpUrl.describe('Address of an RSS 2.0, Atom or JSON Feed.'),
  fullText: z
    .boolean()
    .default(false)
    .describe('Whether to fetch the article itself where the feed has a teaser only.'),
  allowPrivate,
  movedFrom,
});
/** A WordPress blog, read through its own interface. */
export const wordpressSource = z.strictObject({
  wordpress: httpUrl.describe('Address of a WordPress blog; all its posts are read through its REST API.'),
  allowPrivate,
  movedFrom,
});
/** Markdown files of a static site. */
export const folderSource = z.strictObject({
  folder: text.describe('Folder of Markdown posts with YAML front matter, relative to newsletter.yaml.'),
  url: httpUrl
    .optional()
    .describe('Address of the blog; a post without "url" is at this address + file name.'),
  permalink: text
    .optional()
    .describe(
      'How addresses of posts are made, as /:year/:month/:slug/; the blog program’s way when left out.',
    ),
  movedFrom,
});
