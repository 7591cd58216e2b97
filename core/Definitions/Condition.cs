using System.Collections.Immutable;

namespace Engagement.Definitions;

/// <summary>What must hold. Structured, never parsed from an expression.</summary>
public abstract record Condition
{
    public abstract bool Holds(in Scope scope);

    public sealed record All(ImmutableArray<Condition> Parts) : Condition
    {
        public override bool Holds(in Scope scope)
        {
            foreach (var part in Parts)
            {
                if (!part.Holds(scope))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public sealed record Any(ImmutableArray<Condition> Parts) : Condition
    {
        public override bool Holds(in Scope scope)
        {
            foreach (var part in Parts)
            {
                if (part.Holds(scope))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public sealed record Not(Condition Part) : Condition
    {
        public override bool Holds(in Scope scope) => !Part.Holds(scope);
    }

    /// <param name="Operands">One value; for <see cref="Comparison.In"/> as many as there are.</param>
    public sealed record Compare(Field Field, Comparison How, ImmutableArray<Value> Operands) : Condition
    {
        public override bool Holds(in Scope scope)
        {
            var value = Field.Read(scope);
            if (How == Comparison.Exists)
            {
                return value.Kind != ValueKind.Missing == Operands[0].Truth;
            }

            if (value.Kind == ValueKind.Missing)
            {
                return How == Comparison.NotEqual;
            }

            return How switch
            {
                Comparison.Equal => value.CompareTo(Operands[0]) == 0,
                Comparison.NotEqual => value.CompareTo(Operands[0]) != 0,
                Comparison.Less => value.CompareTo(Operands[0]) < 0,
                Comparison.LessOrEqual => value.CompareTo(Operands[0]) <= 0,
                Comparison.Greater => value.CompareTo(Operands[0]) > 0,
                Comparison.GreaterOrEqual => value.CompareTo(Operands[0]) >= 0,
                Comparison.In => IsOneOf(value),
                Comparison.Contains => Contains(value),
                _ => throw new NotSupportedException($"No way to compare by {How}."),
            };
        }

        bool IsOneOf(in Value value)
        {
            foreach (var operand in Operands)
            {
                if (value.CompareTo(operand) == 0)
                {
                    return true;
                }
            }

            return false;
        }

        bool Contains(in Value value)
        {
            if (value.Kind == ValueKind.Text)
            {
                return Operands[0].Text is { } part
                    && value.Text!.Contains(part, StringComparison.OrdinalIgnoreCase);
            }

            if (value.Kind == ValueKind.List)
            {
                foreach (var item in value.Items)
                {
                    if (item.CompareTo(Operands[0]) == 0)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}

public enum Comparison
{
    Equal = 1,
    NotEqual = 2,
    Less = 3,
    LessOrEqual = 4,
    Greater = 5,
    GreaterOrEqual = 6,
    In = 7,
    Exists = 8,
    Contains = 9,
}
