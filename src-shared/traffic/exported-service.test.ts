import { describe, expect, it } from 'vitest';
import { aService, aSlice } from '../../test/support/builders.ts';
import { exportedService } from './exported-service.ts';

describe('exportedService', () => {
  it('has a row for each address and port, absent ready read as ready, and no Pod where none is named', () => {
    const slice = aSlice({
      ports: [
        { name: 'a', protocol: 'TCP', port: 8080, appProtocol: null },
        { name: 'b', protocol: 'TCP', port: 9090, appProtocol: null },
      ],
      endpoints: [
        {
          addresses: ['10.244.0.7'],
          conditions: { ready: null, serving: null, terminating: null },
          targetRef: null,
          nodeName: null,
          zone: null,
          forZones: [],
          forNodes: [],
        },
      ],
    });
    expect(exportedService(aService({}), [slice]).endpoints).toEqual([
      { pod: '', ip: '10.244.0.7', port: 8080, ready: true },
      { pod: '', ip: '10.244.0.7', port: 9090, ready: true },
    ]);
  });
});
