// What the tests use of node, for the type checker.

declare module "node:assert/strict" {
  function ok(value: unknown, message?: string): asserts value;
  function equal(actual: unknown, expected: unknown, message?: string): void;
  function notEqual(actual: unknown, expected: unknown, message?: string): void;
  function deepEqual(actual: unknown, expected: unknown, message?: string): void;
  function throws(run: () => unknown, error: RegExp): void;
  const assert: {
    ok: typeof ok;
    equal: typeof equal;
    notEqual: typeof notEqual;
    deepEqual: typeof deepEqual;
    throws: typeof throws;
  };
  export default assert;
}

declare module "node:test" {
  export function test(name: string, run: () => unknown): void;
  export const mock: {
    timers: {
      enable(options: { apis: "setTimeout"[] }): void;
      tick(ms: number): void;
      reset(): void;
    };
  };
}
