const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** What a reader sees of a letter's HTML, alternative texts included, as one line. */
export function textOfHtml(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  const visible = body
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/<img[^>]*?alt="([^"]*)"[^>]*>/g, ' $1 ')
    .replaceAll(/<[^>]+>/g, ' ');
  return decoded(visible).replaceAll(/\s+/g, ' ').trim();
}

/** The addresses of all links in a letter's HTML, each as often as it stands there. */
export function linksOfHtml(html: string): readonly string[] {
  return Array.from(html.matchAll(/<a\s[^>]*?href="([^"]*)"/g), (match) =>
    plain(decoded(match[1] ?? '')),
  ).sort();
}

/** The addresses in a letter's text, each as often as it stands there; the imprint is no link. */
export function linksOfText(text: string): readonly string[] {
  const addresses = /https?:\/\/[^\s()]+|(?<=\()[^\s()@]+@[^\s()]+(?=\))/g;
  return Array.from(text.matchAll(addresses), (match) => plain(match[0])).sort();
}

function plain(address: string): string {
  return address.replace(/^mailto:/, '').replace(/[.,]$/, '');
}

function decoded(html: string): string {
  return html
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&([a-z]+);/g, (entity, name: string) => entities[name] ?? entity);
}
