// known-bad: lint rules: A secret is compared in constant time
export const admits = (given: string, settings: { readonly token: string }): boolean => settings.token === given;
