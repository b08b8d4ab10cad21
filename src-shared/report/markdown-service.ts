import { formatSelector } from '../kube/label-selector.ts';
import type { Messages } from '../messages/en.ts';
import { code, codeCell, plain, table } from './markdown-text.ts';
import type { ServiceReport } from './report.ts';

/** The Service's fields by their own names, and its ports. */
export function serviceMarkdown({ service }: ServiceReport, words: Messages): readonly string[] {
  const { text } = words.report;
  const timeout = service.affinityTimeoutSeconds;
  const fact = (field: string, value: string | boolean | null): readonly string[] =>
    value === null || value === '' ? [] : [`- ${field}: ${code(String(value))}`];
  return [
    ...fact('type', service.type),
    ...fact('clusterIPs', service.clusterIPs.join(',')),
    ...fact('externalName', service.externalName),
    ...fact('EXTERNAL-IP', service.printedExternalIP),
    ...fact('PORT(S)', service.printedPorts),
    ...fact('selector', formatSelector(service.selector)),
    `- sessionAffinity: ${code(service.sessionAffinity)}${timeout === null ? '' : ` (${text.seconds(timeout)})`}`,
    ...fact('internalTrafficPolicy', service.internalTrafficPolicy),
    ...fact('externalTrafficPolicy', service.externalTrafficPolicy),
    ...fact('trafficDistribution', service.trafficDistribution),
    ...fact('publishNotReadyAddresses', service.publishNotReadyAddresses),
    ...fact('ipFamilies', service.ipFamilies.join(',')),
    ...fact('ipFamilyPolicy', service.ipFamilyPolicy),
    `- ${text.created}: ${plain(service.created)}`,
    '',
    ...table(
      ['name', 'port', 'protocol', 'targetPort', 'nodePort', 'appProtocol'],
      service.ports.map(({ name, port, protocol, targetPort, nodePort, appProtocol }) => [
        codeCell(name),
        String(port),
        protocol,
        codeCell(String(targetPort)),
        nodePort === null ? '–' : String(nodePort),
        codeCell(appProtocol ?? ''),
      ]),
    ),
  ];
}

/** kubectl's columns of EndpointSlices. */
export function slicesMarkdown({ endpointSlices }: ServiceReport, words: Messages): readonly string[] {
  const { columns, slicesNone, managedBy } = words.screens.service.endpoints;
  const { text } = words.report;
  if (endpointSlices.list.length === 0) return [slicesNone, ''];
  return [
    ...table(
      [columns.name, columns.addressType, columns.ports, columns.endpoints, text.created],
      endpointSlices.list.map((slice) => [
        `${codeCell(slice.name)}${slice.managedBy === null ? '' : ` ${plain(managedBy(slice.managedBy))}`}`,
        slice.addressType,
        codeCell(slice.ports),
        codeCell(slice.endpoints),
        plain(slice.created),
      ]),
    ),
    ...(endpointSlices.leftOut === 0 ? [] : [text.leftOut(endpointSlices.leftOut), '']),
  ];
}

/** kubectl's columns of Endpoints, and how they compare. */
export function endpointsMarkdown({ endpoints, endpointsNote }: ServiceReport, words: Messages): readonly string[] {
  const { columns, deprecated } = words.screens.service.endpoints;
  return [
    `${deprecated}. ${plain(endpointsNote.text)}`,
    '',
    ...(endpoints === null
      ? []
      : table(
          [columns.name, columns.endpoints, words.report.text.created],
          [[codeCell(endpoints.name), codeCell(endpoints.endpoints), plain(endpoints.created)]],
        )),
  ];
}
