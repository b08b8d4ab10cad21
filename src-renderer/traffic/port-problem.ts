import { strangePort } from '#shared/findings/service-rules.ts';
import { selects } from '#shared/kube/label-selector.ts';
import { hasEnded } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import { failureText } from '#shared/messages/failure-text.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { portByNumber, untestablePort } from '#shared/traffic/untestable.ts';
import type { AppState } from '../state/app-state.ts';
import { visibleText } from '../ui/visible-text.ts';

/**
 * Why a run can't ask this port of a Service, and what to ask for, in words; null where it can. Nothing is sent to a port that
 * the Service has not: it would only hang, and tell nobody why.
 * @param asked a port number, as runRequestProblems lets it through
 */
export function portProblem(
  { services, settings }: Pick<AppState, 'services' | 'settings'>,
  service: Service,
  asked: number,
): string | null {
  const { failures, findings, screens } = settings.words;
  const port = portByNumber(service, asked);
  if (port !== undefined) {
    const refused = untestablePort(port);
    if (refused === null) return null;
    // The Service can be tested, or nobody could choose a port: only this one can't.
    const { why, next } = failureText(failures, refused);
    return visibleText(`${why} ${next}`);
  }
  const pods = services.input(service.meta)?.pods ?? [];
  const living = pods.filter((pod) => selects(service.selector, pod.meta.labels) && !hasEnded(pod));
  const found = strangePort(service, living, asked);
  if (found === null) return null;
  const { explanation, next } = findingText(findings, found);
  return visibleText([screens.traffic.form.strangePort(asked), explanation, next].join(' '));
}
