/**
 * How blog programs and their plugins call what stands in a post and is no text of it: share buttons, contents, the line
 * with author and date, players, embedded pages, forms, and what asks for consent before those.
 */
const furnitureName = new RegExp(
  `^(?:${[
    // Share buttons and related posts.
    'sharedaddy|sd-(?:sharing|block|content).*|share(?:-|_)?(?:buttons?|bar|links?|icons?)|(?:social|post|entry|sharing)-(?:share|sharing|buttons|icons)|sharing',
    'addtoany.*|a2a_.*|shariff.*|heateor.*|ssba.*|essb.*|swp_social.*|dpsp-.*|et_social.*|mashsb.*|addthis.*|ss-inline-share.*|wp-block-(?:jetpack-sharing|social-links?).*',
    'jp-relatedposts|jp-post-flair|yarpp.*|crp_related|related-posts?|wp-block-jetpack-(?:related|like).*',
    // Contents.
    'toc|toc[-_](?:container|wrapper|title|list|box)|ez-toc.*|lwptoc.*|simpletoc.*|table-of-contents?.*|rank-math-toc.*|wp-block-(?:rank-math-toc|yoast-seo-table-of-contents).*|kb-table-of-content.*|uagb-toc.*|markdown-toc',
    // Author, date, reading time.
    'post-?meta.*|entry-(?:meta|footer|utility)|byline|posted-(?:on|by|in)|(?:span-|bsf-|rt-|estimated-|yoast-)*reading-time.*|saboxplugin.*|author-(?:box|bio|info).*|m-a-box.*|pp-multiple-authors.*|abh_box.*',
    // Consent.
    'brlbs-.*|_brlbs.*|borlabs.*|cmplz-.*|cookie-?(?:notice|consent|banner|law|placeholder|blocked).*|consent-.*|(?:rcb-)?content-blocker.*|embed-privacy.*|two-click.*|privacy-placeholder.*',
    // Players, files, embedded pages, bookmarks.
    'kg-(?:audio|video|file|embed|bookmark|signup|button|cta)-card|powerpress_.*|wp-(?:audio|video|playlist)(?:-.*)?|wp-block-(?:audio|video|file|embed|buttons?)|wp-embedded-content|podlove.*|podcast_(?:player|meta)|castos-player|mejs-.*|twitter-tweet|instagram-media|tiktok-embed|fb-(?:post|video)|jetpack-video-wrapper|youtube-(?:wrap|embed).*|embedded-(?:post|publication).*|digest-post-embed',
    // Forms and invitations.
    'mc4wp-.*|mailpoet.*|wpcf7.*|wpforms.*|subscri(?:be|ption)-(?:widget|form|box).*|(?:jetpack|wp-block-jetpack)[-_]subscription.*|newsletter-(?:form|box|signup).*|button-wrapper|captioned-button-wrap|cta-caption',
    'screen-reader-text|sr-only|visually-hidden',
  ].join('|')})$`,
  'i',
);

/** How the words below a picture are called where they stand in no `<figcaption>`. */
const captionName =
  /^(?:wp-caption-text|wp-element-caption|tr-caption|(?:image|img|photo|picture|foto|bild)-?(?:caption|credits?)|(?:caption|credits?)-text|gallery-caption)$/i;

/** What may wrap a whole article, or hold nothing, is not judged by its name. */
const unjudged = /^(?:html|body|main|article|img|br|hr|input|link|meta|source|col|wbr)$/;

/** What an element of a post is by its names, where it is no text of it. */
export function furnitureKind(
  tagName: string,
  { class: classes = '', id = '' }: Readonly<Record<string, string>>,
): 'furniture' | 'caption' | undefined {
  if ((classes === '' && id === '') || unjudged.test(tagName)) return undefined;
  const names = `${classes.slice(0, 500)} ${id.slice(0, 100)}`
    .split(/\s+/)
    .filter((name) => name.length < 80);
  if (names.some((name) => furnitureName.test(name))) return 'furniture';
  return names.some((name) => captionName.test(name)) ? 'caption' : undefined;
}

const minutes = String.raw`(?:ca\.|circa|etwa|unter|about|<)?\s*\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*(?:Minuten?|minutes?|mins?|Min)\b\.?`;
const readingTime = new RegExp(
  String.raw`^(?:(?:(?:(?:Geschätzte|Ungefähre|Voraussichtliche)\s+)?(?:Lesezeit|Lesedauer)|(?:Estimated\s+)?read(?:ing)?\s+time)\s*[:–-]?\s*${minutes}(?:\s*read\b)?|⏱?\s*${minutes}\s*(?:Lesezeit|Lesedauer|zu lesen|read)\b)[.\s]*`,
  'i',
);
const contents = /^(?:Inhaltsverzeichnis|Table of contents)\s*:?\s*/i;
/** What may also stand before the text on its line, where a blog has lost the line breaks. */
const prefixes = [readingTime, contents];

const shareWord =
  'Teilen(?: mit| auf)?|Twittern|Tweeten|Drucken|Mailen|E-Mail|Merken|Pinnen|Facebook|Twitter|X|WhatsApp|LinkedIn|Pinterest|Mastodon|Bluesky|Telegram|Xing|Reddit|Share(?: this| on)?|Tweet|Print|Email|Pin|Gefällt mir|Like this|Wird geladen|Loading';
/** Lines that are no text wherever they stand. */
const emptyLines: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:(?:${shareWord})[\s:|·•,/.…]*){2,}$|^(?:Teilen mit|Share this|Gefällt mir|Like this)\s*:?$`,
    'i',
  ),
  /^(?:https?:\/\/|www\.)\S+$/i,
  /^(?:Podcast:\s*)?(?:Play in new window|In neuem Fenster abspielen)\b.{0,200}$/i,
  /^(?:Audio|Video)-?Player$|^\d{1,3}:\d\d(?:\s*\/\s*\d{1,3}:\d\d)+$/i,
  /^(?:Sie sehen gerade|Du siehst gerade|You are currently viewing) .{0,30}(?:Platzhalterinhalt|placeholder content)\b.{0,400}$/i,
  /^(?:Mit dem Laden|Durch das Laden|By loading) .{1,200}(?:Datenschutz|akzeptier|privacy|agree).{0,200}$/i,
  /^(?:Bitte akzeptier|Please accept) .{0,100}cookies?\b.{0,200}$/i,
  /^(?:Mehr Informationen|(?:Inhalt|Video|Beitrag|Karte) (?:laden|entsperren)|(?:Load|Unblock) (?:content|video))\.?$/i,
  /^[([]?(?:(?:please )?scroll down for |for )?(?:the )?(?:English|German)(?: version| text| translation)?,?(?: please| see| is| scroll)?\s(?:below|down|follows)(?:[.!)\]\s↓⬇]|\u{FE0F})*$/iu,
  /^[([]?(?:(?:Die )?(?:englische|deutsche) (?:Version|Fassung|Übersetzung)|(?:Englisch|Deutsch)(?:e Version)?)(?: (?:siehe|steht|folgt|weiter))* unten(?:[.!)\]\s↓⬇]|\u{FE0F})*$/iu,
];

const credit =
  /^[([]?(?:(?:Titel|Beitrags|Symbol|Archiv|Header)?(?:foto|bild)(?:s|er)?|Fotos?|Bild(?:er)?|Photos?|Images?|Pictures?|Illustration(?:en)?|Grafik|Bildnachweis|Bildquelle|Foto-?(?:credits?|nachweis)|(?:Photo |Image )?Credits?|Copyright)(?:\s*[:©]|\s+(?:by|von|©)\s)\s*\S.{0,120}$|^©\s?\S.{0,100}$/iu;
const sentence = /[.!?…]["”“»)\]]*$/;
const byline = /^(?:[Vv]on|[Bb]y)(?:\s+\p{Lu}[\p{L}.'’-]*){1,4}$/u;
const dateLine = /^(?:\p{L}{2,10},?\s)?\d{1,2}\.\s?(?:\d{1,2}\.|\p{L}{3,9}\.?)\s?\d{4}$/u;

/** A line of a post's text. */
export interface Line {
  readonly text: string;
}

/** The lines of a post without those that are none of its text: credits, reading time, share buttons, bare addresses. */
export function withoutFurnitureLines<L extends Line>(lines: readonly L[]): readonly L[] {
  const kept: L[] = [];
  for (const line of lines) {
    const text = prefixes.reduce(withoutPrefix, line.text);
    const isNone = text === '' || isEmptyLine(text) || (kept.length === 0 && standsBefore(text));
    if (!isNone) kept.push({ ...line, text });
  }
  return kept;
}

/** "Lesezeit: 3 Minuten" is taken off; "Lesezeit: 3 Minuten reichten mir" is a sentence. */
function withoutPrefix(text: string, prefix: RegExp): string {
  const found = prefix.exec(text)?.[0] ?? '';
  const rest = text.slice(found.length);
  return found !== '' && /^(?:[„“"»‚‘'(]?\p{Lu}|[„“"»‚‘'(]?\p{N}|$)/u.test(rest) ? rest : text;
}

function isEmptyLine(text: string): boolean {
  return text.length <= 500 && emptyLines.some((pattern) => pattern.test(text));
}

/** Who took the picture above, who wrote the text and when; all this only before it begins. */
function standsBefore(text: string): boolean {
  if (text.length > 160) return false;
  if (credit.test(text)) return !sentence.test(text) || text.split(' ').length <= 6;
  return byline.test(text) || dateLine.test(text) || isBar(text);
}

/** "von Ilse | 5. Mai 2024 | Allgemein | 0 Kommentare" */
function isBar(text: string): boolean {
  const pieces = text.split(/\s*[|·•]\s*/u).filter((piece) => piece !== '');
  return pieces.length >= 2 && !sentence.test(text) && pieces.every((piece) => piece.split(' ').length <= 6);
}
