/** A value, or the promise of one: what is there already needs no waiting for. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value, at once where it is there. */
export function upon<T, Next>(soon: Soon<T>, goOn: (value: T) => Soon<Next>): Soon<Next> {
  return soon instanceof Promise ? soon.then(goOn) : goOn(soon);
}

/** Begins something; what it throws at once is a rejection. */
export function begun<T>(begin: () => Soon<T>): Soon<T> {
  try {
    return begin();
  } catch (error) {
    return new Promise((_, reject) => {
      reject(error);
    });
  }
}
