"""The training loop: mini-batches, a history, and three reasons to stop.

update = partial(nn.sgd_step, learning_rate=0.1)
params, history = train(loss_and_grads, params, (x, y), rng, update, epochs=20)
history.losses, history.stopped
"""

from dataclasses import dataclass, field

from tqdm.auto import tqdm

from course import nn


@dataclass
class History:
    """How training went: a loss for each epoch, and what ended it.

    losses: the mean training loss over each epoch's batches, as they were met;
    validation_losses: the loss on the validation data after each epoch, where
    there are such; stopped: "epochs", "target loss" or "validation loss".
    """

    losses: list = field(default_factory=list)
    validation_losses: list = field(default_factory=list)
    stopped: str = "epochs"


@dataclass(frozen=True)
class Stopping:
    """When training ends before its epochs do; a criterion that is None never ends it.

    target_loss: once an epoch's training loss is at or below it. patience,
    min_delta: once the validation loss has not got better for so many epochs,
    as `nn.early_stop` counts them.
    """

    target_loss: float | None = None
    patience: int | None = None
    min_delta: float = 0.0

    def reason(self, history):
        """Return what ends training now, None where nothing does."""
        if self.target_loss is not None and history.losses[-1] <= self.target_loss:
            return "target loss"
        losses = history.validation_losses
        if self.patience is not None and losses:
            stop = nn.early_stop(losses, self.patience, self.min_delta)
            return None if stop is None else "validation loss"
        return None


def train(
    loss_and_grads,
    params,
    data,
    rng,
    update,
    *,
    epochs,
    batch_size=32,
    validation=None,
    stopping=Stopping(),
    progress=False,
):
    """Return (params, History) after training with mini-batches.

    loss_and_grads: (params, x, y) to (loss, grads); params, grads: lists of
    arrays; data, validation: pairs (x, y); rng: draws each epoch's order;
    update: (params, grads) to new params, such as a step of gradient descent;
    progress: whether a bar is shown.
    """
    history = History()
    # No bar that shows nothing: one that is stopped while it is made complains of itself.
    for _ in tqdm(range(epochs), "epochs") if progress else range(epochs):
        total = 0.0
        for x, y in nn.minibatches(*data, batch_size, rng):
            loss, grads = loss_and_grads(params, x, y)
            params = update(params, grads)
            total += loss * len(x)
        history.losses.append(total / len(data[0]))
        if validation:
            history.validation_losses.append(loss_and_grads(params, *validation)[0])
        if reason := stopping.reason(history):
            history.stopped = reason
            break
    return params, history


def classifier(params, x, labels):
    """Return (loss, grads) of a multilayer perceptron under cross-entropy, for `train`.

    params: all weights, first layer first, then all biases; x: (n, d);
    labels: (n,), integers. grads has the shapes of params.
    """
    layers = len(params) // 2
    weights, biases = params[:layers], params[layers:]
    activations = nn.mlp_forward(x, weights, biases)
    dlogits = nn.cross_entropy_gradient(activations[-1], labels)
    dweights, dbiases = nn.mlp_backward(dlogits, activations, weights)
    return nn.cross_entropy_loss(activations[-1], labels), dweights + dbiases
