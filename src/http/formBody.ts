/** Why a request's body is not read, with the status that says so. */
export interface BodyProblem {
  readonly status: 400 | 413 | 415;
  readonly problem: 'badRequest' | 'tooLarge';
  readonly reason: 'wrongType' | 'tooLarge' | 'incomplete' | 'malformed' | 'repeatedField';
}

/** The fields of a form that were sent, each at most once; others than the named ones are ignored. */
export type FormBody = { readonly fields: ReadonlyMap<string, string> } | BodyProblem;

/** No form of the public pages comes near it (R54). */
const mostBytes = 8 * 1024;
const mostBytesHeard = 2 * 1024 * 1024;

/** Reads a form's fields within limits, whatever its declared length says. */
export async function readFormBody(
  request: Request,
  names: readonly string[],
  most = mostBytes,
): Promise<FormBody> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isForm = type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data';
  if (!isForm || request.headers.has('content-encoding')) return wrongType;
  if (Number(request.headers.get('content-length') ?? 0) > most) return tooLarge;
  const bytes = await readBytes(request, most);
  if ('problem' in bytes) return bytes;
  const entries = type === 'multipart/form-data' ? await multipart(request, bytes) : urlencoded(bytes);
  return entries === undefined ? malformed : fieldsOf(entries, names);
}

/** The whole body. One that is too long is heard out for a while, so that its sender hears the answer. */
async function readBytes(request: Request, most: number): Promise<Buffer | BodyProblem> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      size += next.value.byteLength;
      if (size <= most) chunks.push(next.value);
      else if (size > mostBytesHeard) return tooLarge;
    }
  } catch {
    return incomplete;
  }
  return size > most ? tooLarge : Buffer.concat(chunks);
}

type Entries = Iterable<readonly [string, unknown]>;

function urlencoded(bytes: Buffer): Entries | undefined {
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

async function multipart(request: Request, bytes: Buffer): Promise<Entries | undefined> {
  const type = request.headers.get('content-type') ?? '';
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}

function fieldsOf(entries: Entries, names: readonly string[]): FormBody {
  const fields = new Map<string, string>();
  for (const [name, value] of entries) {
    if (!names.includes(name)) continue;
    if (fields.has(name)) return { status: 400, problem: 'badRequest', reason: 'repeatedField' };
    if (typeof value !== 'string') return malformed;
    fields.set(name, value);
  }
  return { fields };
}

const wrongType: BodyProblem = { status: 415, problem: 'badRequest', reason: 'wrongType' };
const tooLarge: BodyProblem = { status: 413, problem: 'tooLarge', reason: 'tooLarge' };
/** The visitor hung up, or took too long; nobody waits for this answer any more. */
const incomplete: BodyProblem = { status: 400, problem: 'badRequest', reason: 'incomplete' };
const malformed: BodyProblem = { status: 400, problem: 'badRequest', reason: 'malformed' };
