import * as z from 'zod';
import { parseAddress } from './address.ts';

export const text = z.string().trim().min(1);
export const line = text
  // oxlint-disable-next-line no-control-regex -- these texts become headers
  .refine((value) => !/[\u0000-\u001F\u007F\u2028\u2029]/.test(value), { params: { kind: 'singleLine' } });
export const count = z.number().int().min(0);
export const httpUrl = z.url({ protocol: /^https?$/, hostname: /./ });
export const emailAddress = z
  .string()
  .trim()
  .refine((value) => parseAddress(value) !== undefined, { params: { kind: 'address' } })
  .transform((value) => parseAddress(value)?.address ?? value);
/** Links are made by adding a path, so nothing may stand behind the address's own. */
export const baseAddress = httpUrl
  .refine((value) => !/[?#]/.test(value), { params: { kind: 'baseAddress' } })
  // In ASCII, as headers need it.
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));
export const timeOfWeek = z
  .string()
  .regex(/^(monday|tuesday|wednesday|thursday|friday|saturday|sunday) ([01]\d|2[0-3]):[0-5]\d$/);
export const timeZone = z.string().refine(isTimeZone, { params: { kind: 'timeZone' } });
export const dateRange = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$/)
  .refine(isDateRange, { params: { kind: 'dateRange' } });
export const ipRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
export const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i);
export const color = z.string().regex(/^#[0-9a-fA-F]{6}$/);

/**
 * `Intl.supportedValuesOf` lacks UTC and Europe/Kyiv, so a zone is valid when Intl can use it. It is asked first all the
 * same: to make the first date format of a process takes longer than to read all settings.
 */
function isTimeZone(value: string): boolean {
  if (Intl.supportedValuesOf('timeZone').includes(value)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether both days exist and the first is not after the last. */
function isDateRange(value: string): boolean {
  const days = value.split('..');
  const exist = days.every((day) => {
    const date = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  });
  return exist && days.toSorted().join('..') === value;
}
