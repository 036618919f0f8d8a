"""PyTorch: gradient steps ("update", eager and by torch.compile) and actions ("acting") a second."""

import torch
from torch import nn

import common

EAGER, COMPILED = "PyTorch", "PyTorch, compiled"

torch.set_num_threads(1)


def network(outputs):
    """A network 4-64-64-outputs with tanh."""
    layers = []
    for matrix in common.weights(outputs):
        layer = nn.Linear(*matrix.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(matrix.T))
            layer.bias.zero_()
        layers += [layer, nn.Tanh()]
    return nn.Sequential(*layers[:-1])


def updater(rows, learning_rate, peer):
    """A step of both networks, and its losses. One fused Adam for both is PyTorch's fastest."""
    policy, critic = network(2), network(1)
    optimizer = torch.optim.Adam(
        [*policy.parameters(), *critic.parameters()],
        lr=learning_rate,
        betas=(common.ADAM["b1"], common.ADAM["b2"]),
        eps=common.ADAM["eps"],
        fused=True,
    )
    observation, action, weight, target = map(torch.from_numpy, common.batch(rows))

    def losses():
        # Without torch.distributions.Categorical, which costs time that is not the mathematics'.
        log_probs = torch.log_softmax(policy(observation), dim=-1)
        log_prob = log_probs.gather(1, action[:, None]).squeeze(-1)
        error = critic(observation).squeeze(-1) - target
        return -(log_prob * weight).mean(), 0.5 * error.square().mean()

    if peer == COMPILED:
        losses = torch.compile(losses, dynamic=False)

    def step():
        policy_loss, value_loss = losses()
        optimizer.zero_grad()
        (policy_loss + value_loss).backward()
        optimizer.step()

    return step, losses


def actor(rows):
    """From observations of a simulator to actions for it, both arrays of numpy."""
    policy = network(2)
    observation = common.batch(rows)[0]

    @torch.inference_mode()
    def act():
        probabilities = torch.softmax(policy(torch.from_numpy(observation)), dim=-1)
        return torch.multinomial(probabilities, 1).numpy()

    return act


def check(peer):
    step, losses = updater(common.CHECK_ROWS, common.CHECK_LEARNING_RATE, peer)
    for _ in range(common.CHECK_STEPS):
        step()
    policy_loss, value_loss = (loss.item() for loss in losses())
    common.emit(peer=peer, name="check", policy_loss=policy_loss, value_loss=value_loss)


def main():
    arguments = common.arguments()
    jobs = []
    if arguments.job == "update":
        for peer in (EAGER, COMPILED):
            check(peer)
            for rows in common.UPDATE_ROWS:
                step, _ = updater(rows, common.LEARNING_RATE, peer)
                jobs.append((peer, f"update {rows}", 1, step))
        common.measure(jobs, "updates/s", arguments.seconds)
    else:
        for rows in common.ACTING_ROWS:
            jobs.append((EAGER, f"acting {rows}", rows, actor(rows)))
        common.measure(jobs, "actions/s", arguments.seconds)


if __name__ == "__main__":
    main()
