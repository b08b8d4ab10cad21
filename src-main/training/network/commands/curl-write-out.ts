import { headerOf } from './http-connection.ts';
import type { TransferResult } from './curl-transfer.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** curl's `-w`: `%{variable}`, `%%`, and the escapes \n, \r and \t. An unknown variable says so, as curl does on stderr. */
export function writeOut(format: string, result: TransferResult): string {
  return format.replace(/%\{(\w+)\}|%%|\\([nrt])/g, (whole, name: string | undefined, escape: string | undefined) => {
    if (whole === '%%') return '%';
    if (escape !== undefined) return ESCAPES[escape] ?? whole;
    return valueOf(name ?? '', result) ?? '';
  });
}

function valueOf(name: string, result: TransferResult): string | undefined {
  const { head } = result;
  switch (name) {
    case 'exitcode':
      return String(result.exit);
    case 'http_code':
    case 'response_code':
      return String(result.status).padStart(3, '0');
    case 'num_connects':
      return String(result.connects);
    case 'time_total':
    case 'time_starttransfer':
    case 'time_connect':
    case 'time_namelookup':
    case 'time_pretransfer':
      return result.seconds.toFixed(6);
    case 'size_download':
      return String(result.size);
    case 'errormsg':
      return result.message;
    case 'url':
    case 'url_effective':
      return result.url.text;
    case 'remote_ip':
      return result.address;
    case 'remote_port':
      return String(result.url.port);
    case 'content_type':
      return head === undefined ? '' : (headerOf(head, 'content-type') ?? '');
    case 'http_version':
      return head?.version ?? '0';
    case 'method':
    case 'scheme':
      return name === 'scheme' ? result.url.scheme.toUpperCase() : 'GET';
    default:
      return undefined;
  }
}
