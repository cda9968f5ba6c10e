import { UNDOCUMENTED } from '../../model/exchange.ts';
import { nearestRoute } from '../readers/nearest-route.ts';
import type { Check } from '../subject.ts';

/** A client sent something that no contract of the profile has: a wrong path or method, or an operation without a contract. */
export const operationUndocumented: Check = ({ exchange, judge }) => {
  if (exchange.operation !== UNDOCUMENTED) return [];
  const { method, target } = exchange.request;
  const { field, path, expected } = nearestRoute(exchange.request, judge.context);
  return [{ field, expected, observed: `${method} ${path}`, pointer: '/request/target', found: target }];
};
