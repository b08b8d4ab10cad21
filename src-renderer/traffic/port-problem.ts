import { strangePort } from '#shared/findings/service-rules.ts';
import { selects } from '#shared/kube/label-selector.ts';
import { hasEnded } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import { failureText } from '#shared/messages/failure-text.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { untestablePort } from '#shared/traffic/untestable.ts';
import type { AppState } from '../state/app-state.ts';
import { visibleText } from '../ui/visible-text.ts';

/**
 * Why a run can't ask this port of a Service, and what to ask for, in words; null where it can, and for what is no port number,
 * which the field says itself. Nothing is sent to a port that the Service has not: it would only hang, and tell nobody why.
 */
export function portProblem(
  { services, settings }: Pick<AppState, 'services' | 'settings'>,
  service: Service,
  asked: number,
): string | null {
  if (!Number.isInteger(asked) || asked < 1 || asked > 65_535) return null;
  const { failures, findings, screens } = settings.words;
  const [first, ...others] = service.ports.filter(({ port }) => port === asked);
  if (first !== undefined) {
    const refused = others.some((port) => untestablePort(port) === null) ? null : untestablePort(first);
    if (refused === null) return null;
    const { what, why, next } = failureText(failures, refused);
    return visibleText([what, why, next].filter(Boolean).join(' '));
  }
  const pods = services.input(service.meta)?.pods ?? [];
  const living = pods.filter((pod) => selects(service.selector, pod.meta.labels) && !hasEnded(pod));
  const found = strangePort(service, living, asked);
  if (found === null) return null;
  const { explanation, next } = findingText(findings, found);
  return visibleText([screens.traffic.form.strangePort(asked), explanation, next].join(' '));
}
