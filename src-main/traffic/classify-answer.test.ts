import { describe, expect, it } from 'vitest';
import type { HitError } from '#shared/traffic/hit.ts';
import { classifyAnswer } from './classify-answer.ts';
import { BODY_CAP, type ClientTarget } from './client-script.ts';
import type { ProbeAnswer } from './parse-probe-output.ts';

type Way = Pick<ClientTarget, 'scheme' | 'wants'>;

/** An answer with nothing in it, of a request over one new connection. */
function classify(exit: number, answer: Partial<ProbeAnswer> = {}, way: Partial<Way> = {}): HitError | null {
  const whole: ProbeAnswer = {
    kind: 'answer',
    text: '',
    cut: false,
    exit,
    status: 0,
    connects: 1,
    totalSeconds: 0.01,
    bodyBytes: 0,
    message: '',
    ...answer,
  };
  return classifyAnswer(whole, exit, { scheme: 'http', wants: 'whole', ...way });
}

describe('what kept a request from an answer', () => {
  // Messages as curl writes them: 7.x with the errno's text, 8.x without.
  it.each<[number, string, HitError]>([
    [6, 'Could not resolve host: web', 'dns'],
    [7, 'Failed to connect to 10.0.0.1 port 80: No route to host', 'unreachable'],
    [7, 'Failed to connect to 10.0.0.1 port 80: Network is unreachable', 'unreachable'],
    [7, 'Failed to connect to 10.0.0.1 port 80: Operation not permitted', 'unreachable'],
    [7, 'Failed to connect to 10.0.0.1 port 80: Connection refused', 'refused'],
    [7, "Failed to connect to 10.0.0.1 port 80 after 0 ms: Couldn't connect to server", 'refused'],
    [18, 'end of response with 95 bytes missing', 'reset'],
    [28, 'Connection timed out after 500 milliseconds', 'timeout'],
    [35, 'wrong version number', 'tls'],
    [52, 'Empty reply from server', 'reset'],
    [56, 'Recv failure: Connection reset by peer', 'reset'],
    [60, 'SSL certificate problem', 'tls'],
    [63, 'Maximum file size exceeded', 'too-large'],
    [1, 'Received HTTP/0.9 when not allowed', 'other'],
  ])('curl’s %i, %j, is %s', (exit, message, error) => {
    expect(classify(exit, { message })).toBe(error);
  });

  it('is nothing where one came, whatever its status', () => {
    expect(classify(0, { status: 500 })).toBeNull();
  });

  it('is its size, unless nobody wants the body', () => {
    const large = { status: 200, bodyBytes: BODY_CAP + 1 };
    expect(classify(0, { status: 200, bodyBytes: BODY_CAP })).toBeNull();
    expect(classify(0, large)).toBe('too-large');
    expect(classify(0, large, { wants: 'none' })).toBeNull();
  });

  it('is nothing with tcp once the connection stands, though curl then finds no certificate', () => {
    expect(classify(58, {}, { scheme: 'tcp' })).toBeNull();
    expect(classify(58, { connects: 0 }, { scheme: 'tcp' })).toBe('tls');
    expect(classify(58, {}, { scheme: 'https' })).toBe('tls');
  });
});
