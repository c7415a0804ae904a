import { expect, test } from 'vitest';
import { requireWebAddresses } from '../../src/core/letterAddresses.ts';
import { refusal } from './refusal.ts';

const told = (address: string): string => {
  const letter = `Hallo\n\n[dort](${address})\n`;
  return refusal(() => requireWebAddresses(letter, `---\n---\n${letter}`, 'issue.md')).text.de;
};

test.each(['www.meinblog.de', 'meinblog.de/brot/', 'meinblog.de', 'www.müller-brot.de?a=1'])(
  '%s lacks only its beginning, and is told how to write it',
  (address) => {
    expect(told(address)).toMatch(
      /issue\.md:5 {2}Bei „\S+“ fehlt https:\/\/ am Anfang; .* So schreiben: https:\/\/\S+$/,
    );
  },
);

test.each(['garten.jpg', '/ueber-mich/', 'bilder/garten.jpg', '../index.html', '#oben'])(
  '%s is found by programs on this machine only',
  (address) => {
    expect(told(address)).toContain('finden nur Programme auf diesem Rechner');
  },
);
