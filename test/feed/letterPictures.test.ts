import { expect, test } from 'vitest';
import { letterPictures, pictureType } from '../../src/feed/letterPictures.ts';
import { startServer } from './feedServer.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const optionsFor = (address: string) => ({
  userAgent: 'Wochenbrief/0 (test)',
  privateHosts: new Set([new URL(address).host]),
});

test('a picture is what its bytes say, whatever its server calls it', async () => {
  const address = await startServer((request, response) => {
    const isPng = request.url === '/a.svg';
    response.setHeader('content-type', isPng ? 'image/svg+xml' : 'image/png').end(isPng ? png : svg);
  });
  const fetchPicture = letterPictures();
  expect((await fetchPicture(`${address}/a.svg`, optionsFor(address)))?.type).toBe('image/png');
  expect(await fetchPicture(`${address}/a.png`, optionsFor(address))).toBeUndefined();
});

test('it is fetched once, and what is too large, missing or in a private network is none', async () => {
  let asked = 0;
  const address = await startServer((request, response) => {
    asked += 1;
    if (request.url === '/large') response.end(Buffer.concat([png, Buffer.alloc(5_000_001)]));
    else response.writeHead(request.url === '/gone' ? 404 : 200).end(png);
  });
  const fetchPicture = letterPictures();
  for (const path of ['/a', '/a', '/a']) await fetchPicture(address + path, optionsFor(address));
  expect(asked).toBe(1);
  for (const path of ['/large', '/gone', '/gone'])
    expect(await fetchPicture(address + path, optionsFor(address))).toBeUndefined();
  expect(asked).toBe(3);
  const closed = { ...optionsFor(address), privateHosts: new Set<string>() };
  expect(await letterPictures()(`${address}/a`, closed)).toBeUndefined();
  expect(asked).toBe(3);
});

test('only the last ones are kept', async () => {
  const asked: string[] = [];
  const address = await startServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(png);
  });
  const fetchPicture = letterPictures();
  for (let index = 0; index < 45; index += 1) await fetchPicture(`${address}/${index}`, optionsFor(address));
  await fetchPicture(`${address}/44`, optionsFor(address));
  await fetchPicture(`${address}/0`, optionsFor(address));
  expect(asked.slice(45)).toEqual(['/0']);
});

test.each([
  [Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
  [Buffer.from('GIF89a      '), 'image/gif'],
  [Buffer.from('RIFFabcdWEBPVP8 '), 'image/webp'],
  [Buffer.from('<!doctype html>'), undefined],
  [Buffer.alloc(0), undefined],
])('%o is %s', (bytes, type) => expect(pictureType(bytes)).toBe(type));
