// Writes down every module that a process loads, one URL a line; for NODE_OPTIONS=--import=…
import { register } from 'node:module';

const record = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, nextLoad) {
    appendFileSync(${JSON.stringify(process.env['LOADS_FILE'])}, url + '\\n');
    return nextLoad(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(record)}`);
