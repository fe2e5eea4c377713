"""infra/deployer.yaml: enough to deploy every resource of every template, and nothing of other stacks, nor any data."""

import json
import re
from collections.abc import Iterator

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.support.cloudformation import DeployedTemplate
from tests.support.iam import listed, permits
from tests.support.templates import INFRA, nested
from tests.template.test_template import with_parameters

HERE = "eu-west-1:123456789012"
TABLE = f"arn:aws:dynamodb:{HERE}:table/restored"
PARAMETERS = {
    "StackName": "byline",
    "TableArn": TABLE,
    "HostedZoneId": "ZBYLINE",
    "DomainName": "feeds.byline.example",
    "ApiId": "byline1api",
    "DeskApiId": "byline2api",
    "SettingsId": "byline1",
}
RESOURCES = DeployedTemplate(nested("deployer"), PARAMETERS).resources
POLICY = {"Statement": [each for one in RESOURCES.values() for each in one["Properties"]["PolicyDocument"]["Statement"]]}
ELSEWHERE = {"firewall"}
"""Templates that are stacks of their own, which an administrator deploys."""


def arns(stack: str) -> dict[str, list[str]]:
    """Return ARNs of resources of a stack, by the service in actions."""
    name = f"{stack}-Thing-1ABC"
    return {
        "acm": [f"arn:aws:acm:{HERE}:certificate/c1", "arn:aws:acm:us-east-1:123456789012:certificate/c1"],
        "apigateway": [
            f"arn:aws:apigateway:eu-west-1::/{path}"
            for path in (
                *(f"apis/{stack}1api", f"apis/{stack}1api/stages/$default", f"apis/{stack}2api/routes/r1"),
                *(f"domainnames/feeds.{stack}.example", f"domainnames/feeds.{stack}.example/apimappings/m1"),
            )
        ],
        "appconfig": [f"arn:aws:appconfig:{HERE}:application/{stack}1{path}" for path in ("", "/configurationprofile/p1")],
        "backup": [f"arn:aws:backup:{HERE}:backup-vault:{name}", f"arn:aws:backup:{HERE}:backup-plan:1-2"],
        "backup-storage": [],
        "cloudformation": [f"arn:aws:cloudformation:{HERE}:stack/{stack}/1-2", f"arn:aws:cloudformation:{HERE}:stack/{name}/1-2"],
        "cloudfront": ["arn:aws:cloudfront::123456789012:distribution/E1", "arn:aws:cloudfront::123456789012:cache-policy/p1"],
        "cloudwatch": [f"arn:aws:cloudwatch:{HERE}:alarm:{name}", f"arn:aws:cloudwatch::123456789012:dashboard/{name}"],
        "codedeploy": [
            f"arn:aws:codedeploy:{HERE}:application:{name}",
            f"arn:aws:codedeploy:{HERE}:deploymentgroup:{name}/{name}",
        ],
        "dynamodb": [f"arn:aws:dynamodb:{HERE}:table/{name}"],
        "iam": [f"arn:aws:iam::123456789012:role/{name}", f"arn:aws:iam::123456789012:policy/{name}"],
        "kms": [f"arn:aws:kms:{HERE}:key/1-2"],
        "lambda": [f"arn:aws:lambda:{HERE}:function:{name}", f"arn:aws:lambda:{HERE}:function:{name}:live", "*"],
        "logs": [f"arn:aws:logs:{HERE}:log-group:{name}:*", f"arn:aws:logs:{HERE}:log-group:{name}"],
        "route53": [f"arn:aws:route53:::hostedzone/Z{stack.upper()}"],
        "s3": [f"arn:aws:s3:::{name.lower()}", "arn:aws:s3:::aws-sam-cli-managed-default-samclisourcebucket-1/x"],
        "scheduler": [f"arn:aws:scheduler:{HERE}:schedule/default/{name}"],
        "sns": [f"arn:aws:sns:{HERE}:{name}"],
        "sqs": [f"arn:aws:sqs:{HERE}:{name}"],
    }


def context(stack: str, service: str) -> dict[str, str]:
    """Return the values of condition keys in requests for resources of a stack."""
    return {
        "lambda:FunctionArn": f"arn:aws:lambda:{HERE}:function:{stack}-Thing-1ABC",
        "iam:PassedToService": f"{service}.amazonaws.com",
        "iam:PolicyARN": "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda",
        "aws:ResourceTag/aws:cloudformation:stack-name": f"{stack}-Name-1ABC",
        "aws:ResourceTag/byline-stack": f"{stack}-AlarmTopic-1ABC",
        "acm:DomainNames": f"feeds.{stack}.example",
    }


NOT_USED = re.compile(
    "|".join(
        [
            "acm-pca:",  # a private authority
            "ec2:|elasticfilesystem:|s3files:|firehose:|kinesis:",  # a VPC, file systems, streams
            "s3:(REST|getObject$|GetObjectMetadata)|apigateway:(Tag|Untag)Resource",  # no names of actions
            "iam:.*(Group|User)Policy|iam:.*PermissionsBoundary|iam:CreateServiceLinkedRole",
            "lambda:(AssociateRuntimeAlias|PassCapacityProvider|.*CodeSigningConfig)",
            "codedeploy:RegisterOnPremisesInstance",
            "cloudfront:(CreateConnectionGroup|UpdateDistributionWithStagingConfig)",
            # Global tables, imports, streams to Kinesis, policies on tables; deleting a table, which the stack never does.
            "dynamodb:(.*Replica|ImportTable|.*KinesisStreamingDestination|UpdateContributorInsights|(Put|Delete)ResourcePolicy|DeleteTable)",
            "dynamodb:(BatchWriteItem|DeleteItem|GetItem|PutItem|Query|Scan|UpdateItem)",  # for replicas
            # An administrator makes it: who may tag keys that exist could make any key this stack's.
            "kms:CreateKey",
            "kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey|RetireGrant|RevokeGrant|DisableKey$|EnableKey$)",
            "backup:(Delete|Put)BackupVault|backup-storage:Mount$",  # a vault stays, and has no policy or lock
            "logs:(.*KmsKey|CreateLogStream|PutLogEvents|.*IndexPolic.*|DeleteResourcePolicy|(Put|Delete)DataProtectionPolicy)",
            "logs:(DescribeLogStreams|PutBearerTokenAuthentication|PutLogGroupDeletionProtection)",
            "sns:PutDataProtectionPolicy",
            "cloudformation:(SetStackPolicy|UpdateTerminationProtection)",
        ]
    )
)
"""Permissions that CloudFormation needs only for properties that no template here has."""


WITHOUT_SCHEMA = {
    "AWS::Route53::RecordSetGroup": {
        "create": {
            "permissions": [f"route53:{name}" for name in ("ChangeResourceRecordSets", "GetChange", "GetHostedZone")],
        },
        "read": {"permissions": ["route53:ListResourceRecordSets"]},
    }
}
"""What CloudFormation needs for kinds of resources of which AWS's schema does not say it."""


def permissions() -> Iterator[tuple[str, str]]:
    """Yield what CloudFormation needs for each kind of resource in the templates, as AWS's own schemas state it."""
    templates = [nested(path.stem) for path in sorted(INFRA.glob("[a-z]*.yaml")) if path.stem not in ELSEWHERE]
    gradual = with_parameters(GradualDeployment="true")
    for kind in sorted({each["Type"] for template in [*templates, gradual] for each in template["Resources"].values()}):
        handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema.get("handlers", WITHOUT_SCHEMA.get(kind))
        for handler in ("create", "read", "update", "delete"):
            yield from ((kind, action) for action in handlers.get(handler, {}).get("permissions", []))


def is_permitted(action: str, stack: str) -> bool:
    service = action.partition(":")[0]
    passed = {"iam:PassRole": ("lambda", "scheduler", "codedeploy")}.get(action, (service,))
    return all(any(permits(POLICY, action, arn, context(stack, to)) for arn in ["*", *arns(stack)[service]]) for to in passed)


def test_it_allows_all_that_cloudformation_does_for_the_resources_of_the_stack() -> None:
    needed = {action for _, action in permissions() if not NOT_USED.match(action)}
    assert len(needed) > 100
    assert sorted(action for action in needed if not is_permitted(action, "byline")) == []


def test_every_action_in_it_is_one_that_cloudformation_or_sam_needs() -> None:
    needed = {action.lower() for _, action in permissions()} | {action.lower() for action in OF_SAM}
    granted = {action for statement in POLICY["Statement"] for action in listed(statement["Action"])}
    exact = {action for action in granted if "*" not in action}
    assert sorted(action for action in exact if action.lower() not in needed) == []


OF_SAM = {
    *(f"cloudformation:{name}ChangeSet" for name in ("Create", "Describe", "Execute", "Delete")),
    *("cloudformation:ContinueUpdateRollback", "cloudformation:RollbackStack"),
    *("s3:PutObject", "s3:GetBucketLocation"),
    "acm:ListCertificates",  # byline deploy, which shows the record for which a certificate waits
    *(f"logs:{name}LogDelivery" for name in ("Delete", "Get", "Update")),  # API Gateway, for access logs
    "logs:ListLogDeliveries",
}


@pytest.mark.parametrize("service", sorted(arns("byline").keys() - {"cloudfront", "s3", "backup"}))
def test_it_allows_nothing_on_resources_of_another_stack(service: str) -> None:
    """Without cloudfront, whose resources have ids instead of names, and which are made by the pipeline, too."""
    actions = {action for _, action in permissions() if action.startswith(f"{service}:")}
    for action in actions - NAMELESS:
        others = [arn for arn in arns("herald")[service] if arn != "*"]
        assert not any(permits(POLICY, action, arn, context("herald", service)) for arn in others) or action in WITHOUT_RESOURCE


NAMELESS = {
    *("cloudwatch:PutDashboard", "cloudwatch:GetDashboard", "cloudwatch:DeleteDashboards", "iam:PassRole"),
    *(f"acm:{name}" for name in ("DescribeCertificate", "ListTagsForCertificate")),  # such as one that the stack is given
    *(f"acm:{name}" for name in ("AddTagsToCertificate", "RemoveTagsFromCertificate")),  # also of one that is being made
}
"""What is allowed on other stacks' resources, too; docs/permissions.md says so."""

WITHOUT_RESOURCE = {
    "route53:GetChange",
    "backup-storage:MountCapsule",
    "kms:ListAliases",
    "logs:DescribeLogGroups",
    "cloudwatch:DescribeAlarms",
} | {f"logs:{name}" for name in ("CreateLogDelivery", "DescribeResourcePolicies", "PutResourcePolicy")}
"""Actions that IAM cannot restrict to a resource, and one that only says whether a change of DNS is made."""


@pytest.mark.parametrize("host", ["feeds.herald.example", "byline.example", "*.byline.example", ""])
def test_it_requests_certificates_for_the_name_of_the_stack_only(host: str) -> None:
    assert permits(POLICY, "acm:RequestCertificate", "*", {"acm:DomainNames": "feeds.byline.example"})
    assert not permits(POLICY, "acm:RequestCertificate", "*", {"acm:DomainNames": host} if host else {})


def test_it_deletes_certificates_of_the_stack_only_and_no_key_or_api_of_others() -> None:
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/c1"
    tag = "aws:ResourceTag/aws:cloudformation:stack-name"
    assert permits(POLICY, "acm:DeleteCertificate", certificate, {tag: "byline-certificate"})
    assert not permits(POLICY, "acm:DeleteCertificate", certificate, {tag: "herald-certificate"})
    assert not permits(POLICY, "acm:DeleteCertificate", certificate, {})
    assert not permits(POLICY, "kms:TagResource", f"arn:aws:kms:{HERE}:key/1-2", {"aws:RequestTag/byline-stack": "byline-x"})
    assert not permits(POLICY, "apigateway:DELETE", "arn:aws:apigateway:eu-west-1::/apis", {})


def test_the_tags_that_it_relies_on_are_on_the_resources() -> None:
    """CloudFormation's own tags are on certificates, but not on keys, as AWS's schemas state."""
    tagging = {
        kind: PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", f"AWS::{kind}").schema["tagging"][
            "cloudFormationSystemTags"
        ]
        for kind in ("CertificateManager::Certificate", "KMS::Key")
    }
    assert tagging == {"CertificateManager::Certificate": True, "KMS::Key": False}
    assert nested("alarm_topic")["Resources"]["TopicKey"]["Properties"]["Tags"] == [
        {"Key": "byline-stack", "Value": {"Ref": "AWS::StackName"}}
    ]


def test_it_allows_to_deploy_the_certificate_for_cloudfront() -> None:
    stack = "arn:aws:cloudformation:us-east-1:123456789012:stack/{}/1-2"
    assert permits(POLICY, "cloudformation:CreateChangeSet", stack.format("byline-certificate"), {})
    assert not permits(POLICY, "cloudformation:CreateChangeSet", stack.format("herald-certificate"), {})


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        *(("dynamodb:Scan", TABLE), ("dynamodb:PutItem", TABLE), ("dynamodb:DeleteTable", TABLE)),
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:byline-ManageArticles-1"),
        ("sqs:ReceiveMessage", f"arn:aws:sqs:{HERE}:byline-DeadLetters-1"),
        ("sns:Publish", f"arn:aws:sns:{HERE}:byline-AlarmTopic-1"),
        ("execute-api:Invoke", f"arn:aws:execute-api:{HERE}:d3sk/$default/PUT/articles/x"),
        ("cloudformation:DeleteStack", f"arn:aws:cloudformation:{HERE}:stack/byline/1-2"),
        ("iam:CreateUser", "arn:aws:iam::123456789012:user/byline-x"),
        ("iam:CreateRole", "arn:aws:iam::123456789012:role/admin"),
        ("kms:Decrypt", f"arn:aws:kms:{HERE}:key/1-2"),
    ],
)
def test_it_allows_no_access_to_data_and_no_deleting_of_what_holds_it(action: str, resource: str) -> None:
    assert not permits(POLICY, action, resource, context("byline", "lambda"))


def test_each_policy_fits_into_the_limit_of_iam() -> None:
    for name, resource in RESOURCES.items():
        document = json.dumps(resource["Properties"]["PolicyDocument"], separators=(",", ":"))
        longer = document.replace("byline", "b" * 40)
        assert len(longer) <= 6_144, f"{name}: {len(longer)}"
