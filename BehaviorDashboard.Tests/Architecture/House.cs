using Mono.Cecil;
using Mono.Cecil.Cil;

namespace BehaviorDashboard.Tests.Architecture;

/// <summary>
/// The house of one assembly, read from IL: async and iterator bodies live in generated nested types, so signatures alone would miss
/// what a method uses. A type's place is its namespace; a nested or generated type stands where its outermost type stands.
/// </summary>
internal sealed class House(ModuleDefinition module, string root)
{
    private static readonly Dictionary<string, int> Floors = new(StringComparer.Ordinal)
    {
        ["Kernel"] = 1,
        ["Events"] = 2,
        ["Workspace"] = 2,
        ["Learning"] = 3,
        ["Ui"] = 3,
        ["Features"] = 4,
        ["Shell"] = 5,
        ["Hosting"] = 6,
    };

    // Ui and Learning look at Kernel alone, though other floors lie between.
    private static readonly HashSet<string> KernelOnly = ["Ui", "Learning"];

    private static readonly (string Package, Func<Place, TypeDefinition, bool> Allowed, string Where)[] Walls =
    [
        ("DuckDB.NET", (p, _) => p.Floor == "Events", "Events"),
        ("Microsoft.EntityFrameworkCore", (p, _) => p.Floor is "Workspace" or "Hosting", "Workspace and Hosting"),
        ("Microsoft.AspNetCore.Identity.EntityFrameworkCore", (p, _) => p.Floor is "Workspace" or "Hosting", "Workspace and Hosting"),
        ("Plotly.Blazor", (p, _) => p.Floor == "Ui", "Ui"),
        ("Microsoft.ML", (p, _) => p.Floor == "Learning", "Learning"),
        ("MathNet.Numerics", (p, _) => p.Floor == "Learning", "Learning"),
        ("Hangfire", (p, t) => p.Floor == "Hosting" || t.Name.EndsWith("Job", StringComparison.Ordinal), "Hosting and *Job"),
        ("MudBlazor", (p, t) => p.Floor is "Ui" or "Shell" or "Hosting" || IsComponent(t), "components, Ui, Shell and Hosting"),
        ("Microsoft.AspNetCore.Components", (p, t) => p.Floor is "Ui" or "Shell" or "Hosting" || IsComponent(t), "components, Ui, Shell and Hosting"),
    ];

    /// <summary>Every type that stands somewhere in the house, without nested ones.</summary>
    public IReadOnlyList<TypeDefinition> Subjects { get; } = [.. module.Types.Where(t => t.Namespace.StartsWith(root + ".", StringComparison.Ordinal))];

    public IReadOnlyDictionary<string, int> TypesByFloor => Subjects.GroupBy(t => PlaceOf(t.Namespace).Floor).ToDictionary(g => g.Key, g => g.Count());

    public IReadOnlyList<string> Violations() => [.. Subjects.SelectMany(ViolationsOf).Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<string> ViolationsOf(TypeDefinition type)
    {
        var place = PlaceOf(type.Namespace);
        if (!Floors.ContainsKey(place.Floor))
        {
            yield return $"{type.FullName} stands on no floor";
            yield break;
        }

        foreach (var used in References.Of(type).Select(Outermost).DistinctBy(u => u.FullName))
        {
            if (used.Namespace.StartsWith(root + ".", StringComparison.Ordinal))
            {
                if (Forbidden(place, PlaceOf(used.Namespace)) is { } why)
                {
                    yield return $"{type.FullName} looks {why} at {used.FullName}";
                }
            }
            else
            {
                var assembly = used.Scope is AssemblyNameReference name ? name.Name : "";
                foreach (var wall in Walls.Where(w => assembly == w.Package || assembly.StartsWith(w.Package + ".", StringComparison.Ordinal)))
                {
                    if (!wall.Allowed(place, type))
                    {
                        yield return $"{type.FullName} uses {used.FullName}, which belongs to {wall.Where}";
                    }
                }
            }
        }
    }

    private static string? Forbidden(Place from, Place to)
    {
        if (from == to)
        {
            return null;
        }

        if (!Floors.TryGetValue(to.Floor, out var target))
        {
            return null;
        }

        var own = Floors[from.Floor];
        return target > own ? "up"
            : target == own ? "sideways"
            : KernelOnly.Contains(from.Floor) && to.Floor != "Kernel" ? "past Kernel"
            : null;
    }

    private Place PlaceOf(string ns)
    {
        var parts = ns[(root.Length + 1)..].Split('.');
        return new Place(parts[0], parts[0] == "Features" && parts.Length > 1 ? parts[1] : "");
    }

    private static TypeReference Outermost(TypeReference type)
    {
        var element = type.GetElementType();
        while (element.DeclaringType is not null)
        {
            element = element.DeclaringType;
        }

        return element;
    }

    private static bool IsComponent(TypeDefinition type)
    {
        for (TypeReference? at = type.BaseType; at is not null;)
        {
            if (at.FullName == "Microsoft.AspNetCore.Components.ComponentBase")
            {
                return true;
            }

            // The bases that count live in this assembly or in Components itself.
            at = at is TypeDefinition known ? known.BaseType : at.GetElementType() as TypeDefinition is { } element ? element.BaseType : null;
        }

        return type.CustomAttributes.Any(a => a.AttributeType.FullName.StartsWith("Microsoft.AspNetCore.Components.", StringComparison.Ordinal)) && type.BaseType is { FullName: "System.Object" } && type.Interfaces.Any(i => i.InterfaceType.Name == "IComponent");
    }

    private readonly record struct Place(string Floor, string Room);
}

/// <summary>Every type that another one mentions: signatures, attributes, bodies, and those of its nested types.</summary>
internal static class References
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Direct(type).Concat(type.NestedTypes.SelectMany(Of)).SelectMany(Unwrap);

    private static IEnumerable<TypeReference> Direct(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(i => i.InterfaceType))
            .Concat(type.GenericParameters.SelectMany(p => p.Constraints.Select(c => c.ConstraintType)))
            .Concat(Attributes(type))
            .Concat(type.Fields.SelectMany(f => Attributes(f).Append(f.FieldType)))
            .Concat(type.Properties.SelectMany(p => Attributes(p).Append(p.PropertyType)))
            .Concat(type.Events.Select(e => e.EventType))
            .Concat(type.Methods.SelectMany(OfMethod))
            .Where(t => t is not null)
            .Select(t => t!);

    private static IEnumerable<TypeReference> OfMethod(MethodDefinition method)
    {
        var signature = Attributes(method)
            .Append(method.ReturnType)
            .Concat(method.Parameters.SelectMany(p => Attributes(p).Append(p.ParameterType)))
            .Concat(method.GenericParameters.SelectMany(p => p.Constraints.Select(c => c.ConstraintType)));
        return method.HasBody
            ? signature
                .Concat(method.Body.Variables.Select(v => v.VariableType))
                .Concat(method.Body.ExceptionHandlers.Where(h => h.CatchType is not null).Select(h => h.CatchType))
                .Concat(method.Body.Instructions.SelectMany(OfInstruction))
            : signature;
    }

    private static IEnumerable<TypeReference> OfInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod generic => [generic.DeclaringType, generic.ReturnType, .. generic.GenericArguments, .. generic.Parameters.Select(p => p.ParameterType)],
        MethodReference called => [called.DeclaringType, called.ReturnType, .. called.Parameters.Select(p => p.ParameterType)],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider of) => of.CustomAttributes.SelectMany(a =>
        a.ConstructorArguments.Select(c => c.Value).Concat(a.Properties.Select(p => p.Argument.Value)).OfType<TypeReference>().Append(a.AttributeType));

    private static IEnumerable<TypeReference> Unwrap(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unwrap).Append(generic.ElementType),
        RequiredModifierType modified => Unwrap(modified.ElementType).Concat(Unwrap(modified.ModifierType)),
        OptionalModifierType modified => Unwrap(modified.ElementType).Concat(Unwrap(modified.ModifierType)),
        FunctionPointerType pointer => Unwrap(pointer.ReturnType).Concat(pointer.Parameters.SelectMany(p => Unwrap(p.ParameterType))),
        TypeSpecification wrapped => Unwrap(wrapped.ElementType),
        _ => [type],
    };
}
