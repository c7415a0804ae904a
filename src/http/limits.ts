import { bucket } from './bucket.ts';
import type { Client } from './clientAddress.ts';

/** What a sign-up may do: be written, be answered without being written, or come again later. */
export type Admission =
  | { readonly verdict: 'admitted'; giveBack(): Promise<void> }
  | { readonly verdict: 'unwritten' }
  | { readonly verdict: 'tooManyRequests' | 'tooManySignUps'; readonly waitMs: number };

/** Limits against floods (R53), counted in memory. */
export interface Limits {
  /** How long a client that asks for too much in general has to wait, else 0. */
  request(client: Client): Promise<number>;
  /** `addressKey` is `Address.key`. */
  signUp(client: Client, addressKey: string): Promise<Admission>;
}

const mostKeys = 20_000;
const requestsPerMinute = 600;
const perNetworkAndHour = 10;
const perNeighbourhoodAndHour = 40;
const perAddressAndHour = 5;
const all = 'all';

/** The limits of one newsletter; the total for an hour comes from its settings. */
export function limits(signUpsPerHour: number): Limits {
  const requests = bucket(requestsPerMinute, 60, mostKeys);
  const networks = bucket(perNetworkAndHour, 3600, mostKeys);
  const neighbourhoods = bucket(perNeighbourhoodAndHour, 3600, mostKeys);
  const addresses = bucket(perAddressAndHour, 3600, mostKeys);
  const total = bucket(signUpsPerHour, 3600, 1);
  return {
    request: (client) => requests.take(client.network),
    async signUp({ network, neighbourhood }, addressKey) {
      const full = await total.waitMs(all);
      if (full > 0) return { verdict: 'tooManySignUps', waitMs: full };
      // Her network first: what it is refused anyway must not count against its neighbours.
      const busy = (await networks.take(network)) || (await neighbourhoods.take(neighbourhood));
      if (busy > 0) return { verdict: 'tooManyRequests', waitMs: busy };
      // Tells only that this address was asked for again and again within the hour, whoever she is.
      if ((await addresses.take(addressKey)) > 0) return { verdict: 'unwritten' };
      const waitMs = await total.take(all);
      if (waitMs > 0) return { verdict: 'tooManySignUps', waitMs };
      return {
        verdict: 'admitted',
        giveBack: async () => {
          await Promise.all([
            total.giveBack(all),
            networks.giveBack(network),
            neighbourhoods.giveBack(neighbourhood),
            addresses.giveBack(addressKey),
          ]);
        },
      };
    },
  };
}
