using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>
/// Compiles how a grain class is made: services from the container, persistent states from their storages.
/// </summary>
static class GrainConstructor
{
    static readonly MethodInfo Service = Method(nameof(GetService));
    static readonly MethodInfo State = Method(nameof(GetState));

    public static Func<Activation, Grain> Compile(Type type)
    {
        var constructors = type.GetConstructors();
        var constructor = constructors.Length == 1
            ? constructors[0]
            : constructors.SingleOrDefault(each => each.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
                ?? throw new InvalidOperationException(
                    $"{type} has {constructors.Length} public constructors. Leave one, or mark one with "
                    + $"[{nameof(ActivatorUtilitiesConstructorAttribute)}].");
        var activation = Expression.Parameter(typeof(Activation));
        var arguments = constructor.GetParameters().Select(parameter => Argument(activation, parameter));
        return Expression.Lambda<Func<Activation, Grain>>(Expression.New(constructor, arguments), activation).Compile();
    }

    static MethodCallExpression Argument(ParameterExpression activation, ParameterInfo parameter)
    {
        var state = parameter.GetCustomAttribute<PersistentStateAttribute>();
        return state is null
            ? Expression.Call(Service.MakeGenericMethod(parameter.ParameterType), activation)
            : Expression.Call(
                State.MakeGenericMethod(parameter.ParameterType.GetGenericArguments()[0]),
                activation,
                Expression.Constant(state));
    }

    static T GetService<T>(Activation activation)
        where T : notnull =>
        typeof(T) == typeof(IGrainContext)
            ? (T)(object)activation
            : activation.ActivationServices.GetRequiredService<T>();

    static PersistentState<T> GetState<T>(Activation activation, PersistentStateAttribute attribute)
    {
        var state = PersistentState<T>.Create(activation, attribute);
        activation.Add(state);
        return state;
    }

    static MethodInfo Method(string name) =>
        typeof(GrainConstructor).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
