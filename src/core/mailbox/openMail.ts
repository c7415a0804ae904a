import PostalMime, { type Attachment } from 'postal-mime';
import { gathered, type HeaderFields } from './headerFields.ts';

/** A mail as far as we look into it: its headers, and the parts that reports are made of. */
export interface OpenMail {
  readonly headers: HeaderFields;
  /** With encoded words read. */
  readonly subject: string;
  /** What its Content-Type says it is. */
  readonly type: string;
  /** `delivery-status` or `feedback-report` in a report (RFC 6522), else empty. */
  readonly reportType: string;
  /** The first part of one of these types, as text. */
  part(...types: readonly string[]): string | undefined;
}

/** No mail is read any further than this. */
export const mostBytes = 1 << 20;
/** Of a report what counts stands in the beginning; a large letter that came back is behind it. */
const mostReportBytes = 256 * 1024;
/** Lines that may begin a part; letters have them too, though not by the thousand. */
const mostDashes = 1_000;
/** Reports of what counts have hundreds; empty ones by the thousand are made to keep readers busy. */
const mostLines = 8_000;

/** Deeper and longer than anything a mail server writes, and still nothing that takes time or memory. */
const limits = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 };

/**
 * Opens a mail of a stranger; undefined where it is broken, or made to break readers. Mails inside of it stay closed:
 * whatever they say is not said by this one.
 */
export async function openMail(bytes: Uint8Array): Promise<OpenMail | undefined> {
  try {
    const mail = await PostalMime.parse(onlyReports(bytes), {
      ...limits,
      forceRfc822Attachments: true,
    });
    const headers = gathered(mail.headers.map(({ key, value }) => [key, value]));
    const type = headers.first('content-type') ?? '';
    return {
      headers,
      subject: mail.subject ?? '',
      type: type.split(';')[0]?.trim().toLowerCase() ?? '',
      reportType: /;\s*report-type\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase() ?? '',
      part(...types) {
        const found = mail.attachments.find(({ mimeType }) => types.includes(mimeType.toLowerCase()));
        return found && textOf(found);
      },
    };
  } catch {
    return undefined;
  }
}

/** Of a mail that is no report only the headers are looked at: a photo or a page of HTML is not worth the work. */
function onlyReports(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, mostReportBytes)).toString(
    'latin1',
  );
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const isReport = /^content-type:\s*multipart\/report\b/im.test(text.slice(0, end));
  if (!isReport) return bytes.subarray(0, end);
  const isBusy =
    (text.match(/^--/gm)?.length ?? 0) > mostDashes || (text.match(/[\r\n]/g)?.length ?? 0) > mostLines;
  if (isBusy) return bytes.subarray(0, end);
  // A page of HTML would be turned into text, at a price; under another name it stays as it is.
  return Buffer.from(text.replaceAll(/text\/html/gi, 'application/x-page'), 'latin1');
}

/** Reports are ASCII; a byte that is not stands for itself. */
function textOf({ content }: Attachment): string {
  if (typeof content === 'string') return content;
  return Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content)).toString('latin1');
}
