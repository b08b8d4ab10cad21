import { describe, expect, it } from 'vitest';
import { wantedOf } from './api/negotiate.ts';
import { parseLabelQuery } from './api/parse-label-query.ts';
import { routeOf } from './api/route.ts';
import { parseCurl } from './network/commands/curl-options.ts';
import { checkFields } from './schema/check-fields.ts';

describe.each(['constructor', 'toString', '__proto__'])('what somebody calls %s', (name) => {
  it('is no group with reviews', () => {
    expect(routeOf(`/apis/${name}/v1/things`)).toEqual(routeOf('/apis/example.com/v1/things'));
  });

  it('is no operator of a selector', () => {
    expect(() => parseLabelQuery(`app ${name} web`)).toThrow(`found '${name}', expected: in, notin`);
  });

  it('is no suffix of a quantity', () => {
    const body = { spec: { containers: [{ resources: { limits: { cpu: `1${name}` } } }] } };
    expect(checkFields('Pod', body).mismatch).toMatch(/^quantities must match/);
  });

  it('is no shape of an answer', () => {
    expect(() => wantedOf(`application/json;as=${name};g=meta.k8s.io;v=v1`)).toThrow('only the following media types');
  });

  it('is no option of curl', () => {
    expect(parseCurl([`--${name}`, 'http://web'])).toMatchObject({
      ok: false,
      message: expect.stringContaining(`option --${name}: is unknown`) as string,
    });
  });
});
