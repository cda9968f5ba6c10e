/** Id of an operation, such as `orders.ship` for the file `contracts/orders/ship.yaml`. */
export type OperationId = string;
