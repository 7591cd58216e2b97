using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>One grain class in one silo, with its activations by key.</summary>
sealed class GrainClass(Silo silo, Type type) : ICallTarget
{
    readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    readonly Func<Activation, Grain> _make = GrainConstructor.Compile(type);
    readonly GrainType _name = GrainType.Create(NameOf(type));

    public Silo Silo { get; } = silo;

    public bool Reentrant { get; } = type.IsDefined(typeof(ReentrantAttribute), inherit: true);

    public IEnumerable<Activation> Activations => _activations.Select(pair => pair.Value);

    public bool IsEmpty => _activations.IsEmpty;

    public GrainId IdOf(string key) => new(_name, IdSpan.Create(key));

    public Grain Make(Activation activation) => _make(activation);

    public void Forget(Activation activation) => _activations.TryRemove(new(activation.Key, activation));

    public void Send(string key, Turn turn)
    {
        if (Silo.Refusal is { } refusal)
        {
            turn.Refuse(refusal);
            return;
        }

        Activation? activation;
        do
        {
            if (!_activations.TryGetValue(key, out activation))
            {
                if (Silo.Stopping)
                {
                    turn.Refuse(Silo.Unavailable("is stopping and makes no new activation"));
                    return;
                }

                activation = _activations.GetOrAdd(key, new Activation(this, key));
            }
        }
        while (!activation.Post(turn));
    }

    static string NameOf(Type type)
    {
        // Names are part of identities and by rule in lower case.
#pragma warning disable CA1308
        var name = type.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}
