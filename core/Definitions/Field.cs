using System.Collections.Frozen;
using System.Collections.Immutable;
using Engagement.Events;

namespace Engagement.Definitions;

/// <summary>A path such as <c>order.total.amount</c>: where conditions, waits and wordings look.</summary>
public abstract record Field(string Path)
{
    public abstract Value Read(in Scope scope);

    /// <summary>What it can hold; of an event's member only its event can say that.</summary>
    public virtual FieldType Type => new FieldType.Any();

    /// <summary>Whether it is known only where there is something the definition is about, such as an order.</summary>
    public virtual bool NeedsSubject => false;
}

/// <summary>A field of the customer.</summary>
sealed record CustomerField(string Path, FieldType Holds, Func<ICustomer, Value> Get) : Field(Path)
{
    public override FieldType Type => Holds;

    public override Value Read(in Scope scope) => Get(scope.Customer);
}

/// <summary>A field of what the run is about.</summary>
sealed record SubjectField<T>(string Path, FieldType Holds, Func<T, Value> Get) : Field(Path)
    where T : class
{
    public override FieldType Type => Holds;

    public override bool NeedsSubject => true;

    public override Value Read(in Scope scope) => scope.Subject is T subject ? Get(subject) : Value.Missing;
}

sealed record EventTypeField() : Field("event.type")
{
    public override Value Read(in Scope scope) => Value.Of(scope.EventType);
}

sealed record EventField(string Path, ImmutableArray<string> Members) : Field(Path)
{
    public override Value Read(in Scope scope) => EventMembers.Read(scope.EventJson.Span, Members);
}

/// <summary>All fields that definitions may name: those of the slices, and those of events.</summary>
public sealed class FieldSet(IEnumerable<Field> fields)
{
    const string OfEvents = "event.";

    readonly FrozenDictionary<string, Field> _known =
        fields.ToFrozenDictionary(field => field.Path, StringComparer.Ordinal);

    /// <summary>Paths of the slices' fields, in order.</summary>
    public IEnumerable<string> Paths => _known.Keys.Order(StringComparer.Ordinal);

    /// <summary>
    /// Reads a path; null when no slice has such a field, and it is none of an event.
    /// </summary>
    public Field? Find(string path)
    {
        if (_known.TryGetValue(path, out var known))
        {
            return known;
        }

        if (path == "event.type")
        {
            return new EventTypeField();
        }

        return path.StartsWith(OfEvents, StringComparison.Ordinal)
            ? new EventField(path, [.. path[OfEvents.Length..].Split('.')])
            : null;
    }
}
