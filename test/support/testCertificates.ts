import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'fixtures', 'tls');

/** A certificate with its key. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** The authority that signed the certificates below. */
export const testAuthority = readFileSync(join(folder, 'ca.pem'), 'utf8');

/** A certificate of the test authority: for this machine, for another name, or long expired. */
export function testCertificate(name: 'server' | 'otherName' | 'expired'): TestCertificate {
  return {
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  };
}
