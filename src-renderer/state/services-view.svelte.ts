export type ServiceColumn =
  | 'findings'
  | 'namespace'
  | 'name'
  | 'type'
  | 'clusterIP'
  | 'external'
  | 'ports'
  | 'target'
  | 'selector'
  | 'endpoints'
  | 'affinity'
  | 'age';

/** How the Services list is looked at; stays when a Service is opened and left again. */
export class ServicesView {
  filter: string = $state('');
  /** Only Services with an error or a warning. */
  attention: boolean = $state(false);
  sort: { readonly key: ServiceColumn; readonly descending: boolean } = $state.raw({ key: 'name', descending: false });
  /** uid of the selected Service. */
  selected: string | null = $state(null);
  /** Pixels the list was scrolled down when it was left. */
  scrollTop: number = $state(0);
}
