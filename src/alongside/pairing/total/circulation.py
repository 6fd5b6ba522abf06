"""Best circulation in a network, and the prices that prove it.

A matching is a circulation: one hub sends a unit to each learner who gets a guide, the unit goes on to the
guide and back to the hub. Fixed pairs and quotas are lower bounds of arcs, rules of order ("everyone one
guide first") are rewards of arcs; nothing else in the library has to know how it is solved.

Method: cost-scaling push-relabel (Goldberg 1997) as in OR-Tools; prices by Bellman and Ford's relaxation of
the residual network; optimality by linear programming duality (Ahuja, Magnanti, Orlin 1993, chapter 9).
"""

from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import min_cost_flow

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, PairingError


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs from tail to head, each carrying low to high units at a whole-number reward a unit."""

    nodes: int
    tail: Integers
    head: Integers
    low: Integers
    high: Integers
    reward: Integers


def best_flow(network: Network) -> Integers:
    """Units on each arc that gain the highest reward in all.

    Raises CannotMatchError when the lower bounds cannot be met together.
    """
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, network.high - network.low, -network.reward
    )
    supply = np.zeros(network.nodes, np.int64)
    np.subtract.at(supply, network.tail, network.low)
    np.add.at(supply, network.head, network.low)
    solver.set_nodes_supplies(np.arange(network.nodes), supply)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise CannotMatchError("The locked pairs and the rules cannot be met together.")
    if status != solver.OPTIMAL:
        raise PairingError(f"The market is too large for whole-number arithmetic ({status.name}).")
    arcs = np.arange(len(network.tail))
    return network.low + np.asarray(solver.flows(arcs), np.int64)


def prices_of(network: Network, flow: Integers) -> Integers:
    """A price for each node under which no arc of the residual network gains: the dual solution."""
    forward, backward = flow < network.high, flow > network.low
    tail = np.concatenate([network.tail[forward], network.head[backward]])
    head = np.concatenate([network.head[forward], network.tail[backward]])
    cost = np.concatenate([-network.reward[forward], network.reward[backward]])
    order = np.argsort(head, kind="stable")
    tail, head, cost = tail[order], head[order], cost[order]
    heads, starts = np.unique(head, return_index=True)
    price = np.zeros(network.nodes, np.int64)
    for _ in range(network.nodes + 1):
        reached = np.minimum(price[heads], np.minimum.reduceat(price[tail] + cost, starts))
        if (reached == price[heads]).all():
            return price
        price[heads] = reached
    raise PairingError("The flow is not optimal: its residual network holds a gaining cycle.")


def reduced_rewards(network: Network, price: Integers) -> Integers:
    """What each arc still gains a unit once every node is paid its price."""
    return network.reward + price[network.head] - price[network.tail]


def best_face(network: Network, price: Integers) -> Network:
    """The same network, narrowed to the circulations that gain the most: by complementary slackness."""
    reduced = reduced_rewards(network, price)
    return replace(
        network,
        low=np.where(reduced > 0, network.high, network.low),
        high=np.where(reduced < 0, network.low, network.high),
    )
