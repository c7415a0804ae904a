import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { decode, encode, streamDecode, streamEncode, type Answer, type Packet } from 'dns-packet';
import { cleanUpLater } from './cleanup.ts';

/** What a name has, or how asking for it fails. TXT values longer than 255 bytes are split, as hosters do it. */
export interface ZoneEntry {
  readonly TXT?: readonly string[];
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly MX?: readonly string[];
  readonly PTR?: readonly string[];
  readonly CNAME?: string;
  readonly fails?: 'SERVFAIL' | 'REFUSED' | 'silence';
}

/** Names as they are in the DNS; `*` stands for every other name, which else is NXDOMAIN. */
export type Zone = Readonly<Record<string, ZoneEntry>>;

/** A real name server on loopback. */
export interface DnsServer {
  /** For --name-server. */
  readonly address: string;
  /** What was asked, as `TXT example.org`. */
  readonly asked: readonly string[];
  /** How many questions came over TCP. */
  readonly overTcp: () => number;
}

/**
 * Starts a name server that knows this zone. A question beyond the given suffixes would, without it, have gone out into
 * the world: it fails the test file.
 */
export async function startDnsServer(
  zone: Zone,
  suffixes: readonly string[] = ['example.org', 'example.com', 'in-addr.arpa', 'ip6.arpa'],
): Promise<DnsServer> {
  const asked: string[] = [];
  const foreign: string[] = [];
  let overTcp = 0;
  const reply = (query: Packet): Packet | undefined => {
    const [question] = query.questions ?? [];
    if (question === undefined) return undefined;
    const name = question.name.toLowerCase();
    asked.push(`${question.type} ${name}`);
    if (!suffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`))) {
      foreign.push(`${question.type} ${name}`);
      return response(query, 5);
    }
    return answer(query, name, question.type, zone);
  };

  const tcp = createServer((socket) => {
    socket.on('error', () => undefined);
    onMessage(socket, (query) => {
      overTcp += 1;
      const packet = reply(query);
      if (packet) socket.write(streamEncode(packet));
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const listening = tcp.address();
  const port = typeof listening === 'object' && listening !== null ? listening.port : 0;
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    const query = decode(bytes);
    const packet = reply(query);
    if (packet === undefined) return;
    const whole = encode(packet);
    // Longer answers do not fit: the client is to come again over TCP (RFC 1035 §4.2.1).
    const sent =
      whole.length <= 512
        ? whole
        : encode({ ...packet, answers: [], flags: (packet.flags ?? 0) | truncated });
    udp.send(sent, from.port, from.address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  cleanUpLater(() => {
    udp.close();
    tcp.close();
    if (foreign.length > 0) throw new Error(`names outside the zone were asked for: ${foreign.join(', ')}`);
  });
  return { address: `127.0.0.1:${port}`, asked, overTcp: () => overTcp };
}

const truncated = 0x200;
/** This is an answer, by a server that knows, and it would ask others too. */
const answered = 0x8580;

function response(query: Packet, rcode: number, answers: Answer[] = []): Packet {
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: answered | rcode,
    questions: query.questions ?? [],
    answers,
  };
}

function answer(query: Packet, name: string, type: string, zone: Zone): Packet | undefined {
  const entry = zone[name] ?? zone['*'];
  if (entry?.fails === 'silence') return undefined;
  if (entry?.fails === 'SERVFAIL') return response(query, 2);
  if (entry?.fails === 'REFUSED') return response(query, 5);
  if (entry === undefined) {
    // A name with names below it exists, without records of its own (RFC 8020).
    const isEmpty = Object.keys(zone).some((other) => other.endsWith(`.${name}`));
    return response(query, isEmpty ? 0 : 3);
  }
  const records = recordsOf(name, type, entry);
  if (entry.CNAME === undefined) return response(query, 0, records);
  const target = zone[entry.CNAME];
  const alias: Answer = { type: 'CNAME', name, data: entry.CNAME, ttl: 1 };
  return response(query, 0, [alias, ...(target ? recordsOf(entry.CNAME, type, target) : [])]);
}

function recordsOf(name: string, type: string, entry: ZoneEntry): Answer[] {
  const ttl = 1;
  switch (type) {
    case 'TXT':
      return (entry.TXT ?? []).map((value) => ({ type, name, ttl, data: strings(value) }));
    case 'A':
    case 'AAAA':
      return (entry[type] ?? []).map((data) => ({ type, name, ttl, data }));
    case 'PTR':
      return (entry.PTR ?? []).map((data) => ({ type, name, ttl, data }));
    case 'MX':
      return (entry.MX ?? []).map((exchange, index) => ({
        type,
        name,
        ttl,
        data: { preference: 10 * index, exchange },
      }));
    default:
      return [];
  }
}

function strings(value: string): string[] {
  return value.match(/[\s\S]{1,255}/g) ?? [''];
}

/** DNS messages over TCP have their length in front, and come in any portions. */
function onMessage(socket: Socket, hear: (packet: Packet) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 2 && pending.length >= pending.readUInt16BE(0) + 2) {
      const length = pending.readUInt16BE(0) + 2;
      hear(streamDecode(pending.subarray(0, length)));
      pending = pending.subarray(length);
    }
  });
}
