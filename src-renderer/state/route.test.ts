import { describe, expect, it } from 'vitest';
import { formatPlace, parentOf, parsePlace, type Place } from './route.svelte.ts';

const PLACES: readonly Place[] = [
  { page: 'connect' },
  { page: 'services' },
  { page: 'service', namespace: 'default', name: 'myapp-svc' },
  { page: 'traffic', namespace: 'a/b', name: '50% off' },
];

describe('places', () => {
  it.each(PLACES)('$page survives the way through the URL', (place) => {
    expect(parsePlace(formatPlace(place))).toEqual(place);
  });

  it.each(['', '#/nonsense', '#/service/default', '#/service'])('%j leads to the kube contexts', (hash) => {
    expect(parsePlace(hash)).toEqual({ page: 'connect' });
  });

  it('takes a broken escape as it stands', () => {
    expect(parsePlace('#/service/default/100%')).toEqual({ page: 'service', namespace: 'default', name: '100%' });
  });

  it('goes up from the test to the Service to the list', () => {
    const traffic: Place = { page: 'traffic', namespace: 'n', name: 's' };
    const service = parentOf(traffic);
    expect(service).toEqual({ page: 'service', namespace: 'n', name: 's' });
    expect(service === null ? null : parentOf(service)).toEqual({ page: 'services' });
    expect(parentOf({ page: 'services' })).toBeNull();
  });
});
