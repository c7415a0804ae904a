import { expect, test } from 'vitest';
import { instantReader } from '../../../src/core/import/importInstant.ts';

const now = '2026-11-20T19:00:00Z';
const utc = instantReader('UTC', now);
const berlin = instantReader('Europe/Berlin', now);

test.each([
  ['Mailchimp’s, in UTC', '2019-05-13 09:21:09', '2019-05-13T09:21:09Z'],
  ['ISO 8601 with milliseconds', '2018-08-27T15:06:27.713Z', '2018-08-27T15:06:27Z'],
  ['beehiiv’s', '2023-03-24 10:23:10 UTC', '2023-03-24T10:23:10Z'],
  ['Go’s', '2023-01-02 10:00:00.123456 +0000 UTC', '2023-01-02T10:00:00Z'],
  ['Go’s east of Greenwich', '2023-01-02 10:00:00 +0200 CEST', undefined],
  ['Go’s with its offset twice', '2023-01-02 10:00:00 +0200 +0200', '2023-01-02T08:00:00Z'],
  ['with an offset', '2023-01-02T10:00:00+02:00', '2023-01-02T08:00:00Z'],
  ['a day', '2024-07-01', '2024-07-01T00:00:00Z'],
  ['German', '13.05.2019 09:21', '2019-05-13T09:21:00Z'],
  ['German with a comma and Uhr', '3.5.2019, 09:21 Uhr', '2019-05-03T09:21:00Z'],
  ['German with um', '21.11.2024 um 14:05 Uhr', '2024-11-21T14:05:00Z'],
  ['German with two digits for the year', '21.11.24 14:05', '2024-11-21T14:05:00Z'],
  ['seconds since 1970', '1557739269', '2019-05-13T09:21:09Z'],
])('a time is read: %s', (_, text, instant) => {
  expect(utc(text)).toEqual(instant ?? { fault: 'unreadable' });
});

test.each([
  ['in summer', '2024-07-01 12:00:00', '2024-07-01T10:00:00Z'],
  ['in winter', '15.01.2024 10:00:00', '2024-01-15T09:00:00Z'],
  ['right before the clocks go on', '2024-03-31 01:59:00', '2024-03-31T00:59:00Z'],
  ['right after', '2024-03-31 03:00:00', '2024-03-31T01:00:00Z'],
])('a time that names no zone is the newsletter’s %s', (_, text, instant) => {
  expect(berlin(text)).toBe(instant);
});

test.each(['', '0', '-', 'NULL', '0000-00-00 00:00:00', '0001-01-01 00:00:00 +0000 UTC'])(
  'what stands for nothing is nothing: %j',
  (text) => {
    expect(utc(text)).toBeNull();
  },
);

test.each([
  ['31 February', '2019-02-31 10:00:00', 'unreadable'],
  ['hour 25', '2019-02-01 25:00:00', 'unreadable'],
  ['months and days that could be either', '05/06/2019', 'unreadable'],
  ['a word', 'gestern', 'unreadable'],
  ['before there were lists', '1970-01-02 00:00:00', 'unreadable'],
  ['years ahead', '2099-01-01 00:00:00', 'future'],
])('a time that cannot be is a fault: %s', (_, text, fault) => {
  expect(utc(text)).toEqual({ fault });
});
