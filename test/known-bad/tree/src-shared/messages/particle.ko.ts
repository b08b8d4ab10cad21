// known-bad: lint rules: No Korean particle directly after what is filled in
export const deleted = (name: string): string => `Pod ${name}을 삭제했습니다.`;
